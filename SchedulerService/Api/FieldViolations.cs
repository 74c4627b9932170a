using Google.Rpc;

namespace Nudge.SchedulerService.Api;

/// <summary>Collects what is wrong with a request, so that its sender hears all of it at once.</summary>
internal sealed class FieldViolations
{
    private readonly List<BadRequest.Types.FieldViolation> _violations = [];

    public void Add(string field, string description) =>
        _violations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = description });

    /// <summary>Adds a violation unless the condition holds.</summary>
    public void Require(bool condition, string field, string description)
    {
        if (!condition)
            Add(field, description);
    }

    /// <summary>Limits a text's length in characters.</summary>
    public void RequireAtMost(string value, int characters, string field) =>
        Require(value.Length <= characters, field, $"has {value.Length} characters, at most {characters} are allowed");

    public int Count => _violations.Count;

    /// <exception cref="InvalidFieldsException">There are any.</exception>
    public void ThrowIfAny()
    {
        if (_violations.Count > 0)
            throw new InvalidFieldsException(_violations);
    }
}
