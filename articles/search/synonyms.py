"""Words lists in English: what says nothing, and what says the same. Pure data, our own."""

# Function words: never searched for.
_STOP_WORDS = """
a about above after again all also am an and any are as at be because been before being below
between both but by can could did do does doing done down during each either else ever few for
from further get gets getting got had has have having he her here hers herself him himself his
how i if in into is it its itself just may me might mine more most much must my myself no nor
not of off on once only or other our ours out over own per rather s same shall she should so
some such t than that the their theirs them themselves then there these they this those through
to too under until up upon us very was we were what when where whether which while who whom
whose why will with within without would yes yet you your yours yourself im ive id ill dont
doesnt cant wont isnt arent didnt its thats whats re ve ll
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# What people write around their question; searched for only where there is nothing else.
_CHATTER = """
advice advise answer anybody anyone anything appreciate appreciated ask asked asking aware
believe best bit bring clear come concern concerned concerning could day days dear detail
details different doctor doctors dr email explain feel find found friend give go going good
great happen happens hear heard hello help helpful hi hope husband idea info inform information
interested know knowing learn let like link long look looking lot love made make many mean
mention month months mother need needed new normally now old one people person please possible
question questions read really receive recent recently regard regarding regards relate said say
says see seem seems send show sir son someone something soon sorry subject sure take tell thank
thanks thing things think thought told try trying two understand use used want wanted website
week weeks well wife wish wonder wondering word work worried would wrong year years ago able
available currently etc daughter father brother sister message diagnosed kind way part order
"""
CHATTER = frozenset(_CHATTER.split())

# Words of questions and headings by the health aspect that they ask about.
ASPECTS = {
    "Symptoms": "symptom symptoms sign signs",
    "Causes": "cause causes caused causing reason reasons",
    "Treatments": "treatment treatments treat treated treating therapy therapies cure cures cured "
    "remedy remedies medicine medicines medication medications drug surgery heal management rid",
    "Diagnosis": "diagnosis diagnose test tests testing tested detect detected screening exam",
    "Prevention": "prevent prevention prevented preventing avoid avoiding",
    "Prognosis": "outlook prognosis survival survive expectancy recover recovery",
    "RisksOrComplications": "risk risks complication complications danger susceptible likely",
    "Genetics": "inherited genetic gene genes hereditary inheritance inherit mutation",
    "SideEffects": "adverse",
    "LivingWith": "living cope coping",
}

# Names of the same thing, a line each.
SYNONYMS = """
heart attack,myocardial infarction
high blood pressure,hypertension
low blood pressure,hypotension
low blood sugar,hypoglycemia
high blood sugar,hyperglycemia
kidney,renal
liver,hepatic
heart,cardiac
lung,pulmonary
brain,cerebral
stomach,gastric
tummy,stomach,abdominal
belly,abdominal
bowel,intestine,intestinal
skin,dermal
womb,uterus,uterine
gullet,esophagus
cancer,tumor,tumour,malignancy,carcinoma
stroke,cerebrovascular
kidney stones,nephrolithiasis
gallstones,cholelithiasis
heartburn,acid reflux,gerd,gastroesophageal reflux
flu,influenza
chickenpox,varicella
shingles,herpes zoster
whooping cough,pertussis
lockjaw,tetanus
piles,hemorrhoids,haemorrhoids
itching,itchy,pruritus
hives,urticaria
rash,dermatitis
nosebleed,epistaxis
bruise,contusion
swelling,edema,swollen
fever,temperature
fainting,syncope
seizure,convulsion,fits
numbness,tingling,paresthesia
nerve pain,neuropathy,neuralgia
nerve damage,neuropathy
burning feet,neuropathy
tiredness,fatigue,exhaustion
tired,fatigue
vomiting,throwing up,nausea
pee,urine,urination,urinary
poop,stool,feces
water pill,diuretic
painkiller,analgesic
blood thinner,anticoagulant
blood clot,thrombosis
bleeding,hemorrhage
baldness,alopecia,hair loss
pink eye,conjunctivitis
nearsighted,myopia
farsighted,hyperopia
lazy eye,amblyopia
ringing ears,tinnitus
dizzy,dizziness,vertigo
memory loss,dementia
shortness breath,dyspnea
sleeplessness,insomnia
snoring,sleep apnea
obesity,overweight
thin bones,osteoporosis
als,amyotrophic lateral sclerosis,lou gehrig
copd,emphysema,chronic obstructive pulmonary
ibs,irritable bowel
tb,tuberculosis
hiv,aids
std,sexually transmitted
add,adhd,attention deficit
ms,multiple sclerosis
uti,urinary tract infection
child,children,infant,baby,pediatric
elderly,older,senior
woman,women,female
man,men,male
pregnant,pregnancy
shot,vaccine,vaccination,immunization
cure,treatment,therapy,remedy
medicine,medication,drug
sign,symptom
reason,cause
prevent,avoid
inherited,genetic,hereditary
diet,nutrition,food,eating
exercise,physical activity
doctor,physician
surgery,operation
outlook,prognosis
test,exam,diagnosis
"""
