"""Questions as people write them, in our own words, each with what a right answer's heading and
article have in them (grade 2), and what at least its article has (grade 1)."""

# (question, words of the article's title, words of the passage's heading)
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("my big toe is swollen and red, could that be a sign of gout?", "gout", "symptom"),
    ("HOW CAN I GET RID OF GOUT ATTACKS", "gout", "treatment"),
    (
        "I was told I have shingles. is there something I can take for it? thank you",
        "shingles",
        "treatment",
    ),
    (
        "mum has been forgetting everything, how do they find out whether it is alzheimers",
        "alzheimer",
        "diagnos",
    ),
    ("Hello, please tell me what brings on a migrane", "migraine", "cause"),
    ("what makes someone more likely to get kidney stones", "kidney stones", "cause"),
    ("can restless legs be cured? I cannot sleep at night", "restless legs", "treatment"),
    ("hi I'm wondering what the outlook is for people with huntingtons", "huntington", "outlook"),
    ("signs that a person has parkinson disease", "parkinson", "symptom"),
    ("which exams show celiac disease", "celiac", "diagnos"),
    ("reasons for anemia", "anemia", "cause"),
    ("What are the early warning signs of a heart attack for women", "heart attack", "symptom"),
    (
        "I have been diagnosed with trigeminal neuralgia. what are the therapies?",
        "trigeminal neuralgia",
        "treatment",
    ),
    ("Is narcolepsy dangerous, how long will it last", "narcolepsy", "outlook"),
    ("remedy for bells palsy in an adult", "bell's palsy", "treatment"),
    ("does sleep apnoea make you tired, what else do you notice", "sleep apnea", "symptom"),
    ("please send me information on tourettes and how it is treated", "tourette", "treatment"),
    ("pain in the belly after meals, are these gallstones?", "gallstones", "symptom"),
    ("how is sarcoidosis found", "sarcoidosis", "diagnos"),
    ("who gets osteoporosis most easily", "osteoporosis", "risk"),
)
