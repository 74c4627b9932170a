using Google.Protobuf;
using Google.Protobuf.Reflection;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Wire;
using Nudge.V1;

namespace Nudge.Fuzz.Verdicts;

/// <summary>Decodes the answers of the scheduler, and compares the owner of each reminder in them with the caller.</summary>
internal static class OwnerRule
{
    /// <summary>Judges an answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="seesAll">Whether the caller may see the reminders of every owner.</param>
    /// <param name="messages">The decoded messages of the answer.</param>
    /// <returns>The failure; null when there is none.</returns>
    public static Failure? Judge(FuzzCall call, CallAnswer answer, bool seesAll, out IReadOnlyList<IMessage> messages)
    {
        messages = [];
        if (call.Rpc is not { } method || answer.IsGivenUp)
            return null;
        try
        {
            messages = [.. Frames.Read(answer.Body).Select(method.Descriptor.OutputType.Parser.ParseFrom)];
        }
        catch (InvalidProtocolBufferException failure)
        {
            return new Failure(FailureName.AnswerUnreadable, failure.Message, call);
        }

        return seesAll || messages.SelectMany(RemindersIn).FirstOrDefault(reminder => reminder.Owner != call.Owner) is not { } foreign
            ? null
            : new Failure(FailureName.ForeignReminder, $"{call.Owner} saw a reminder of {foreign.Owner}", call);
    }

    /// <summary>Returns the reminders in an answer.</summary>
    public static IEnumerable<Reminder> RemindersIn(IMessage message) => message switch
    {
        Reminder reminder => [reminder],
        ListResponse list => list.Reminders,
        _ => message.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field is { FieldType: FieldType.Message, IsRepeated: false, MessageType.File.Package: "nudge.v1" })
            .Select(field => field.Accessor.GetValue(message)).OfType<IMessage>().SelectMany(RemindersIn),
    };
}
