"""Long questions as people send them, in our own words, with what answers them.

Each has slugs of articles and words of headings: a passage of such an article is graded 2 if its
heading has one of the words, and 1 else. Weights may be chosen by those at even places ("seen"),
never by those at odd places.
"""

# (question, slugs, words of headings), the lists with commas
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "Hello, my father is 72 and his hand shakes when he is resting. We worry it is parkinsons, "
        "what else would we notice?",
        "parkinson-s-disease,parkinson-s-disease-2",
        "symptom",
    ),
    ("is there anything i can take so that my gout doesnt come back", "gout", "treatment"),
    (
        "Good morning. I was told that I have soriasis on my elbows. Can you explain how it is "
        "treated? Many thanks, R.",
        "psoriasis",
        "treatment",
    ),
    ("why does my mouth feel dry all the time, i am 66", "dry-mouth", "cause"),
    (
        "my mother in law has dementia with lewy bodies and I would like to know how long she has",
        "dementia-with-lewy-bodies",
        "outlook",
    ),
    (
        "please i need help, my son was born with tay sachs, what can be done??",
        "tay-sachs-disease",
        "treatment",
    ),
    ("what is restless leg, and do pills like ropinirole help", "restless-legs", "treatment"),
    ("myastenia gravis - is it something you die from?", "myasthenia-gravis", "outlook"),
    ("diabetic nueropathy in feet, what relieves it", "diabetic-neuropath", "treatment"),
    (
        "I have numb fingers at night and my job is typing. Might this be carpal tunnel? What do "
        "people feel?",
        "carpal-tunnel-syndrome",
        "what is,overview",
    ),
    (
        "I have had a stroke last year and want to never have another. What should I change?",
        "stroke,stroke-2,stroke-3",
        "prevent",
    ),
    ("can i get rabies from a scratch", "rabies", "cause,risk,what is,overview"),
    (
        "Our daughter, 8, has had a third bladder infection. How do doctors look for the reason?",
        "urinary-tract-infections-in-children,what-i-need-to-know-about-my-child-s-urinary-tract",
        "diagnos",
    ),
    (
        "which foods should i avoid with lactose intolerance",
        "lactose-intolerance,what-i-need-to-know-about-lactose-intolerance",
        "to do,diet,living,treatment",
    ),
    (
        "does low thyroid make you gain weight? what signs should i look for",
        "hypothyroidism",
        "symptom",
    ),
    ("how to get rid of head lice", "parasites-lice-head-lice", "treatment"),
    (
        "Hi. The dentist says my gums are inflamed. What do I do against gum disease",
        "gum-periodontal-disease",
        "treatment",
    ),
    ("who is more likely to get glaucoma, it is in my family", "glaucoma", "risk"),
    (
        "grandpa lost the middle of his sight, they call it macular something. what can be done",
        "age-related-macular-degeneration",
        "treatment",
    ),
    ("kid has pinworms, how do you treat this", "parasites-enterobiasis", "treatment"),
    (
        "hello doctor, my baby was diagnosed with spina bifida, will she ever walk?",
        "spina-bifida",
        "outlook",
    ),
    ("is huntington disease passed on to children", "huntington-s-disease", "what is,overview"),
    ("bells pallsy treatment prednisone??", "bell-s-palsy", "treatment"),
    (
        "I'm always sleepy during the day and fall asleep when I laugh. What is this? narcolepsy?",
        "narcolepsy",
        "symptom,what is,overview",
    ),
    ("i snore and stop breathing, how do they test for sleep apnea", "sleep-apnea", "diagnos"),
    (
        "My brother has hemochromatosis, too much iron. Should I be tested, is it in the genes?",
        "hemochromatosis",
        "cause,genetic,risk,diagnos",
    ),
    (
        "what to eat when you have kidney stones",
        "kidney-stones-in-adults,what-i-need-to-know-about-kidney-stones",
        "to do,diet,living,prevent",
    ),
    ("prognosis of guillain barre", "guillain-barr", "outlook"),
    (
        "Can you tell me what clinical trials there are for ALS or other motor neuron disease",
        "motor-neuron-diseases",
        "research",
    ),
    ("trigemnal neuralgia what brings it on", "trigeminal-neuralgia", "cause,what is,overview"),
    (
        "hi, I am on antipsychotics for years and now my tongue moves by itself. Will this tardive "
        "dyskinesia go away?",
        "tardive-dyskinesia",
        "outlook",
    ),
    (
        "is there medication against shaking hands, essential tremor? propranolol?",
        "essential-tremor",
        "treatment",
    ),
    ("celiac desease how do they diagnose it", "celiac-disease", "diagnos"),
    (
        "what happens to the body with wilsons disease, copper",
        "wilson-disease",
        "symptom,what is,overview",
    ),
    (
        "My husband coughs all day and smoked for forty years. Early signs of lung cancer please",
        "lung-cancer",
        "symptom",
    ),
    ("how can I keep from getting skin cancer", "skin-cancer", "risk,cause,what is"),
    (
        "I'm a man of 58 who gets up five times a night to pee. Is this the prostate? what can "
        "they do",
        "prostate-enlargement-benign-prostatic-hyperplasia",
        "treatment",
    ),
    (
        "leaking urine when i laugh, do exercises help",
        "urinary-incontinence,what-i-need-to-know-about-bladder-control-for-women",
        "treatment,to do",
    ),
    (
        "what are the stages of alzheimers and what do we see first",
        "alzheimer-s-disease",
        "symptom,what is,overview",
    ),
    (
        "do fever seizures in toddlers damage the brain",
        "febrile-seizures",
        "outlook,what is,overview",
    ),
    (
        "Dear sir, I suffer from migrains twice a week, is there anything to prevent them?",
        "migraine",
        "treatment,prevent",
    ),
    (
        "causes of my high calcium, parathyroid",
        "primary-hyperparathyroidism",
        "cause,what is,overview",
    ),
    (
        "Is crohns the same as colitis and what can I do about the cramps",
        "crohn-s-disease,what-i-need-to-know-about-crohn-s-disease",
        "treatment",
    ),
    ("gall stones without surgery", "gallstones", "treatment"),
    (
        "I am pregnant and have high sugar. How do I treat gestational diabetes?",
        "what-i-need-to-know-about-gestational-diabetes",
        "treatment",
    ),
    ("hepatitis c how do you catch it", "what-i-need-to-know-about-hepatitis-c", "cause,risk"),
    (
        "my wife was just told she has lupus in her kidneys. what do the doctors give against it",
        "lupus-nephritis",
        "treatment",
    ),
    ("my stomach empties too slowly, symptoms of gastroparesis", "gastroparesis", "symptom"),
    (
        "thank you for reading. I have pain in the face after shingles, can it become chronic?",
        "shingles,shingles-2",
        "complication,outlook,what is,overview,symptom",
    ),
    ("is cerebral palsy curable", "cerebral-palsy", "treatment,outlook"),
    (
        "my doctor says copd, i still smoke. how would quitting help and what medicines are used",
        "copd",
        "treatment",
    ),
    ("how is osteoarthritis in the knee found", "osteoarthritis", "diagnos"),
    (
        "Which tests tell whether a person has rheumatoid arthritis or just sore joints?",
        "rheumatoid-arthritis",
        "diagnos",
    ),
    ("osteoperosis prevention for women after menopause", "osteoporosis", "prevent"),
    (
        "someone in our family has charcot marie tooth. what is it, can it be healed?",
        "charcot-marie-tooth-disease",
        "treatment,what is,overview",
    ),
    ("outlook for a child with rett syndrome", "rett-syndrome", "outlook"),
    (
        "I keep fainting when I stand up, what can be done about low blood pressure on standing?",
        "orthostatic-hypotension",
        "treatment",
    ),
    ("why do cataracts form", "cataract", "what is,overview"),
    (
        "Ringing after an injury to the head: does traumatic brain injury get better with time?",
        "traumatic-brain-injury",
        "outlook",
    ),
    ("heard about deep brain stimulaton, is it good for parkinson", "deep-brain-stim", "treat"),
    (
        "I can't hear my grandchildren any more. What kinds of hearing aids are there",
        "hearing-loss",
        "treatment",
    ),
    (
        "how many people have pagets disease of the bone",
        "paget-s-disease-of-bone",
        "what is,overview",
    ),
    (
        "hello, is tuberous sclerosis inherited and what signs show in babies",
        "tuberous-sclerosis",
        "symptom,what is,overview,genetic",
    ),
    ("dizzy and room spinning, problems with balance", "balance-problems", "symptom,cause"),
)
