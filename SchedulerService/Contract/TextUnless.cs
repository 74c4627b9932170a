using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nudge.SchedulerService.Contract;

/// <summary>A text that is built only if a condition does not hold. Nearly every request is valid and needs no error text.</summary>
[InterpolatedStringHandler]
internal ref struct TextUnless
{
    private readonly string? _whole;
    private DefaultInterpolatedStringHandler _parts;

    public TextUnless(int literalLength, int formattedCount, bool condition, out bool isWanted)
    {
        isWanted = !condition;
        if (isWanted)
            _parts = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    private TextUnless(string whole) => _whole = whole;

    public static implicit operator TextUnless(string whole) => new(whole);

    public void AppendLiteral(string literal) => _parts.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => _parts.AppendFormatted(value);

    public override string ToString() => _whole ?? _parts.ToStringAndClear();
}
