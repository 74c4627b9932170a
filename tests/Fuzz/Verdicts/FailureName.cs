namespace Nudge.Fuzz.Verdicts;

/// <summary>What a run of the fuzzer can find.</summary>
internal enum FailureName
{
    /// <summary>A call was answered with INTERNAL.</summary>
    StatusInternal,

    /// <summary>A call was answered with UNKNOWN.</summary>
    StatusUnknown,

    /// <summary>A call was answered without a status that its protocol knows.</summary>
    NoStatus,

    /// <summary>The service ended the connection instead of an answer.</summary>
    NoAnswer,

    /// <summary>An HTTP request was answered with 5xx.</summary>
    ServerError,

    /// <summary>A call without a valid credential was not refused.</summary>
    CredentialAccepted,

    /// <summary>A caller saw the reminder of another owner.</summary>
    ForeignReminder,

    /// <summary>The body of an answer cannot be decoded.</summary>
    AnswerUnreadable,

    /// <summary>A call took too long, also alone.</summary>
    SlowCall,

    /// <summary>A call allocated too much memory.</summary>
    CallAllocates,

    /// <summary>A process ended.</summary>
    ProcessDied,

    /// <summary>A process logged an error, or an unhandled exception.</summary>
    ErrorLogged,

    /// <summary>A process keeps more and more memory.</summary>
    MemoryGrowth,

    /// <summary>A clean reminder came before its time.</summary>
    ReminderEarly,

    /// <summary>A clean reminder came more than the permitted time after its time.</summary>
    ReminderLate,

    /// <summary>A clean reminder did not come.</summary>
    ReminderLost,

    /// <summary>A clean reminder came twice.</summary>
    ReminderDoubled,
}
