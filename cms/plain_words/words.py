"""Long words that have a plain one, and how long a sentence may be. Pure.

Words: the Federal Plain Language Guidelines (plainlanguage.gov, "Use simple words and phrases"), and the CDC's
"Everyday Words for Public Health Communication". Sentences: the British government's own limit ("Sentence length: why
25 words is our limit", Government Digital Service).

Only words that have a plain one wherever they stand are listed. "Severe", "disease" or "acute" are on the CDC's list,
too, and right in a text that a pharmacist answers for.
"""

from dataclasses import dataclass

MOST_WORDS = 25
"""Of a sentence."""


@dataclass(frozen=True, slots=True)
class LongWord:
    """`pattern`: the word in all its forms, for Python and JavaScript; it is matched as a whole, in small letters."""

    name: str
    pattern: str
    plain: str

    @property
    def slug(self) -> str:
        return self.name.replace(" ", "-")


LONG_WORDS = tuple(
    LongWord(name, pattern, plain)
    for name, pattern, plain in (
        # Federal Plain Language Guidelines.
        ("additional", r"additional", "more, other"),
        ("adjacent to", r"adjacent to", "next to"),
        ("approximately", r"approximately", "about"),
        ("ascertain", r"ascertain(s|ed|ing)?", "find out"),
        ("assist", r"assist(s|ed|ing|ance)?", "help"),
        ("attempt", r"attempt(s|ed|ing)?", "try"),
        ("commence", r"commenc(es?|ed|ing)", "begin, start"),
        ("discontinue", r"discontinu(es?|ed|ing)", "stop"),
        ("due to the fact that", r"due to the fact that", "because"),
        ("endeavor", r"endeavor(s|ed|ing)?", "try"),
        ("facilitate", r"facilitat(es?|ed|ing)", "help, make easier"),
        ("frequently", r"frequently", "often"),
        ("in order to", r"in order to", "to"),
        ("in the event of", r"in the event (of|that)", "if"),
        ("initiate", r"initiat(es?|ed|ing)", "start"),
        ("necessitate", r"necessitat(es?|ed|ing)", "need"),
        ("numerous", r"numerous", "many"),
        ("obtain", r"obtain(s|ed|ing)?", "get"),
        ("prior to", r"prior to", "before"),
        ("purchase", r"purchas(es?|ed|ing)", "buy"),
        ("regarding", r"regarding|with regard to|in regard to", "about"),
        ("subsequently", r"subsequently", "later, then"),
        ("sufficient", r"sufficient(ly)?", "enough"),
        ("terminate", r"terminat(es?|ed|ing)", "end, stop"),
        ("utilize", r"utiliz(es?|ed|ing|ation)", "use"),
        # CDC, Everyday Words.
        ("adverse", r"adverse(ly)?", "bad, harmful"),
        ("contraindicated", r"contraindicat(ed|ions?)", "not safe to use, a reason not to use it"),
        ("efficacy", r"efficacy", "how well it works"),
        ("hypertension", r"hypertensi(on|ve)", "high blood pressure"),
        ("hypoglycemia", r"hypoglycemi(a|c)", "low blood sugar"),
        ("hyperglycemia", r"hyperglycemi(a|c)", "high blood sugar"),
        ("myocardial infarction", r"myocardial infarctions?", "heart attack"),
        ("physician", r"physicians?", "doctor"),
        ("prophylaxis", r"prophyla(xis|ctic)", "prevention"),
        ("pulmonary", r"pulmonary", "of the lungs"),
        ("renal", r"renal", "of the kidneys"),
    )
)
