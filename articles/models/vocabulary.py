"""The closed vocabularies that articles use."""

from django.db import models


class HealthAspect(models.TextChoices):
    """What a section is about.

    The names of schema.org's HealthAspectEnumeration without their common ending, and three
    that health articles need and schema.org lacks: Diagnosis, Suitability, Interactions.
    """

    OVERVIEW = "Overview", "Overview"
    SYMPTOMS = "Symptoms", "Symptoms"
    CAUSES = "Causes", "Causes"
    STAGES = "Stages", "Stages"
    DIAGNOSIS = "Diagnosis", "Diagnosis"
    SCREENING = "Screening", "Screening"
    TREATMENTS = "Treatments", "Treatments"
    SELF_CARE = "SelfCare", "Self-care"
    PREVENTION = "Prevention", "Prevention"
    SIDE_EFFECTS = "SideEffects", "Side effects"
    RISKS_OR_COMPLICATIONS = "RisksOrComplications", "Risks or complications"
    BENEFITS = "Benefits", "Benefits"
    HOW_IT_WORKS = "HowItWorks", "How it works"
    HOW_OR_WHERE = "HowOrWhere", "How or where"
    EFFECTIVENESS = "Effectiveness", "Effectiveness"
    SUITABILITY = "Suitability", "Suitability"
    SAFETY = "Safety", "Safety"
    USAGE_OR_SCHEDULE = "UsageOrSchedule", "Usage or schedule"
    MAY_TREAT = "MayTreat", "May treat"
    INTERACTIONS = "Interactions", "Interactions"
    INGREDIENTS = "Ingredients", "Ingredients"
    ALLERGIES = "Allergies", "Allergies"
    CONTAGIOUSNESS = "Contagiousness", "Contagiousness"
    PROGNOSIS = "Prognosis", "Prognosis"
    LIVING_WITH = "LivingWith", "Living with"
    PREGNANCY = "Pregnancy", "Pregnancy"
    PATIENT_EXPERIENCE = "PatientExperience", "Patient experience"
    MISCONCEPTIONS = "Misconceptions", "Misconceptions"
    SEE_DOCTOR = "SeeDoctor", "When to see a doctor"
    TYPES = "Types", "Types"
    GETTING_ACCESS = "GettingAccess", "Getting access"


class SectionKind(models.TextChoices):
    """How a front end sets a section: running text, or a callout of rising urgency."""

    PLAIN = "plain", "Running text"
    INFORMATION = "information", "Callout: information"
    WARNING = "warning", "Callout: warning"
    SEE_DOCTOR = "see_doctor", "Callout: see a doctor"
    URGENT = "urgent", "Callout: urgent"
    EMERGENCY = "emergency", "Callout: emergency"


class SectionLevel(models.IntegerChoices):
    SECTION = 1, "Section"
    SUB_SECTION = 2, "Sub-section"


class EvidenceLevel(models.TextChoices):
    """What kind of source a reference is, strongest first."""

    GUIDELINE = "guideline", "Clinical guideline"
    SYSTEMATIC_REVIEW = "systematic_review", "Systematic review"
    RANDOMISED_TRIAL = "randomised_trial", "Randomised trial"
    OBSERVATIONAL_STUDY = "observational_study", "Observational study"
    NARRATIVE_REVIEW = "narrative_review", "Narrative review"
    REFERENCE_WORK = "reference_work", "Reference work or official page"
    EXPERT_OPINION = "expert_opinion", "Expert opinion"


class PersonRole(models.TextChoices):
    AUTHOR = "author", "Author"
    REVIEWER = "reviewer", "Reviewer"


class PassageKind(models.TextChoices):
    SECTION = "section", "Section"
    FAQ = "faq", "FAQ"
