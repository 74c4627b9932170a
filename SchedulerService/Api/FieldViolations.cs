using System.Runtime.CompilerServices;
using Google.Rpc;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Api;

/// <summary>Collects what is wrong with a request, so that its sender hears all of it at once.</summary>
internal sealed class FieldViolations
{
    private readonly List<BadRequest.Types.FieldViolation> _violations = [];

    public void Add(string field, string description) =>
        _violations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = description });

    /// <summary>Adds a violation unless the condition holds.</summary>
    public void Require(
        bool condition,
        [InterpolatedStringHandlerArgument(nameof(condition))] TextUnless field,
        [InterpolatedStringHandlerArgument(nameof(condition))] TextUnless description)
    {
        if (!condition)
            Add(field.ToString(), description.ToString());
    }

    /// <summary>Limits a text's length in characters. Its field may be given in two pieces.</summary>
    public void RequireAtMost(string value, int characters, string field, string part = "") =>
        Require(value.Length <= characters, $"{field}{part}", $"has {value.Length} characters, at most {characters} are allowed");

    /// <summary>Limits a text that a store keeps as such: no store takes the character NUL. Its field may be given in two pieces.</summary>
    public void RequireText(string value, int characters, string field, string part = "")
    {
        RequireAtMost(value, characters, field, part);
        Require(!value.Contains('\0', StringComparison.Ordinal), $"{field}{part}", "contains the character NUL");
    }

    /// <summary>Reads a reminder's id.</summary>
    /// <exception cref="InvalidFieldsException">It is none.</exception>
    public static Guid ReadId(string text)
    {
        var violations = new FieldViolations();
        var id = ReadId(text, "id", violations);
        violations.ThrowIfAny();
        return id;
    }

    public static Guid ReadId(string text, string field, FieldViolations violations)
    {
        violations.Require(ReminderId.TryParse(text, out var id), field, text.Length == 0 ? "is required" : "is not a reminder's id");
        return id;
    }

    public int Count => _violations.Count;

    /// <exception cref="InvalidFieldsException">There are any.</exception>
    public void ThrowIfAny()
    {
        if (_violations.Count > 0)
            throw new InvalidFieldsException(_violations);
    }
}
