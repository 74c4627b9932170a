namespace Nudge.Corpora;

/// <summary>Why Nudge does not agree with a case.</summary>
internal enum DeviationReason
{
    /// <summary>The word describes a noun. A reminder of an annual report is not an annual reminder.</summary>
    Adjective,

    /// <summary>The corpus takes the first day of the next month or year. Nudge takes the same day, a month or a year later.</summary>
    Calendar,

    /// <summary>The parts of the time contradict each other.</summary>
    Contradiction,

    /// <summary>The number is more often a part of the reminder's text.</summary>
    Number,

    /// <summary>People seldom say this, and a rule for such words would read times where there are none.</summary>
    Rare,

    /// <summary>A count of nights or weekends is no delay.</summary>
    Span,

    /// <summary>The words are misspelled or joined.</summary>
    Spelling,

    /// <summary>The corpus takes the weekday of another week.</summary>
    Week,
}
