using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Contract;

/// <summary>Collects the invalid fields of a request, so that the caller sees all of them at once.</summary>
internal sealed class FieldViolations
{
    /// <summary>
    /// The maximum length of all violations together, in characters. A status travels in headers, and clients and proxies refuse headers of more than a few
    /// kilobytes.
    /// </summary>
    private const int MaxLength = 2000;

    /// <summary>The maximum length of a field's path, which may contain the name of a label or of a value.</summary>
    private const int MaxField = 200;

    private readonly List<BadRequest.Types.FieldViolation> _violations = [];
    private int _length;

    /// <summary>Adds a violation. A field that would make the error too long is counted only.</summary>
    public void Add(string field, string description)
    {
        Count++;
        var path = Shorten(field);
        _length += path.Length + description.Length;
        if (_length <= MaxLength || _violations.Count == 0)
            _violations.Add(new BadRequest.Types.FieldViolation { Field = path, Description = description });
    }

    /// <summary>Adds a violation if the condition does not hold.</summary>
    public void Require(
        bool condition,
        [InterpolatedStringHandlerArgument(nameof(condition))] TextUnless field,
        [InterpolatedStringHandlerArgument(nameof(condition))] TextUnless description)
    {
        if (!condition)
            Add(field.ToString(), description.ToString());
    }

    /// <summary>Limits the length of a text, in UTF-16 characters. The path of the field may be given in two parts.</summary>
    public void RequireAtMost(string value, int characters, string field, string part = "") =>
        Require(value.Length <= characters, $"{field}{part}", $"has {value.Length} characters, at most {characters} are allowed");

    /// <summary>
    /// Limits a text that a store keeps as text. No store accepts the character NUL. The path of the field may be given in two parts.
    /// </summary>
    public void RequireText(string value, int characters, string field, string part = "")
    {
        RequireAtMost(value, characters, field, part);
        Require(!value.Contains('\0', StringComparison.Ordinal), $"{field}{part}", "contains the character NUL");
    }

    /// <summary>Parses a reminder id.</summary>
    /// <exception cref="InvalidFieldsException">The text is not a reminder id.</exception>
    public static Guid ReadId(string text)
    {
        var violations = new FieldViolations();
        var id = ReadId(text, "id", violations);
        violations.ThrowIfAny();
        return id;
    }

    public static Guid ReadId(string text, string field, FieldViolations violations)
    {
        violations.Require(
            ReminderId.TryParse(text, out var id), field, text.Length == 0 ? "is required" : "is not a reminder id: write a lower-case UUID with hyphens");
        return id;
    }

    /// <summary>Reads an instant, rounded up; null when none is stated.</summary>
    public static Instant? ReadInstant(Timestamp? timestamp, string field, FieldViolations violations)
    {
        if (timestamp is null)
            return null;
        violations.Require(ProtoTime.TryCeiling(timestamp, out var instant), field, "is not a valid timestamp");
        return instant;
    }

    /// <summary>Gets the number of violations.</summary>
    public int Count { get; private set; }

    /// <summary>Throws if there is a violation.</summary>
    /// <exception cref="InvalidFieldsException">There is at least one violation.</exception>
    public void ThrowIfAny()
    {
        if (_violations.Count > 0)
            throw new InvalidFieldsException(_violations);
    }

    /// <summary>Cuts a path, but never between the two halves of a character.</summary>
    private static string Shorten(string field) =>
        field.Length <= MaxField ? field : $"{field.AsSpan(0, char.IsHighSurrogate(field[MaxField - 1]) ? MaxField - 1 : MaxField)}…";
}
