declare namespace App {
  interface Locals {
    nonce: string;
    /** Of the path that the reader asked for. */
    language: import("./lib/words").Language;
    /** What the site says in it. */
    say: (words: string) => string;
  }
}
