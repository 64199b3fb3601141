import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  // A stylesheet of its own, so that the policy of src/middleware.ts need not allow any in the page.
  build: { inlineStylesheets: "never" },
  devToolbar: { enabled: false },
  // Nothing here is kept for a visitor.
  session: { driver: "null" },
  // The webhook is called from elsewhere, and says by its signature from whom.
  security: { checkOrigin: false },
});
