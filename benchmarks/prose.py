"""Words for texts, always the same."""

WORDS = (
    "asthma", "blood", "calcium", "diet", "exercise", "fever", "garlic", "heart", "influenza", "joint", "kidney",
    "liver", "migraine", "nausea", "oxygen", "pollen", "quinine", "rash", "sleep", "thyroid", "ulcer", "vaccine",
    "walking", "yogurt", "zinc",
)  # fmt: skip


def prose(seed: int, words: int) -> str:
    """So many words, always the same for the same seed."""
    chosen = [WORDS[(seed * 7 + place * place + place // 3) % len(WORDS)] for place in range(words)]
    sentences = [" ".join(chosen[start : start + 9]).capitalize() + "." for start in range(0, words, 9)]
    return " ".join(sentences)
