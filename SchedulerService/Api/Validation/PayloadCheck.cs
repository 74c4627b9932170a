using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Contract;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Accepts the data that JSON can express. A Struct can hold more: values of no kind, numbers that are not finite, any depth. A handler could not
/// read these.
/// </summary>
internal static class PayloadCheck
{
    private const int MaxDepth = 32;

    public static void Check(Struct data, string field, FieldViolations violations) => Check(Value.ForStruct(data), field, 0, violations);

    private static void Check(Value value, string field, int depth, FieldViolations violations)
    {
        if (depth > MaxDepth)
        {
            violations.Add(field, $"is nested more than {MaxDepth} levels deep");
            return;
        }

        switch (value.KindCase)
        {
            case Value.KindOneofCase.None:
                violations.Add(field, "has no value; use null_value for null");
                break;
            case Value.KindOneofCase.NumberValue:
                violations.Require(double.IsFinite(value.NumberValue), field, "is not a finite number");
                break;
            case Value.KindOneofCase.StructValue:
                foreach (var (name, item) in value.StructValue.Fields)
                    Check(item, $"{field}.{name}", depth + 1, violations);
                break;
            case Value.KindOneofCase.ListValue:
                for (var i = 0; i < value.ListValue.Values.Count; i++)
                    Check(value.ListValue.Values[i], $"{field}[{i}]", depth + 1, violations);
                break;
        }
    }
}
