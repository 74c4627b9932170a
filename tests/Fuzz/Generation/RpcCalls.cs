using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Wire;

namespace Nudge.Fuzz.Generation;

/// <summary>Makes the calls of RPCs: new messages, mutated valid ones, damaged bytes and damaged frames.</summary>
internal sealed class RpcCalls(KnownValues known, TimeProvider clock)
{
    /// <summary>How long a call that stays open lasts.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromMilliseconds(50);

    private const int MaxMessages = 12;

    private readonly ValidRequests _valid = new(known, clock);
    private readonly MessageGenerator _generator = new(new FieldValues(known, clock));

    /// <summary>Returns a call of a method.</summary>
    public FuzzCall Next(RpcMethod method, Random random)
    {
        var messages = Enumerable.Range(0, method.TakesMany ? random.Next(1, MaxMessages) : 1).Select(_ =>
        {
            var message = Message(method, random);
            return random.Next(7) > 0 ? message : ByteMutator.Mutate(message, random);
        }).ToList();

        var call = new FuzzCall(method.Name, method.Path, [.. messages.SelectMany(Frames.Of)])
        {
            Rpc = method,
            Deadline = method.StaysOpen ? $"{OpenFor.TotalMilliseconds:0}m" : FuzzCall.UsualDeadline,
            GivesUpAfter = random.Next(100) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 20)) : null,
        };
        return random.Next(100) switch
        {
            < 3 => FrameMutator.Mutate(call, messages, random),
            < 6 => HeaderMutator.Mutate(call, random),
            _ => call,
        };
    }

    /// <summary>Returns a valid message, a mutated one, or one of random fields.</summary>
    private byte[] Message(RpcMethod method, Random random)
    {
        var kind = random.Next(100);
        if (kind < 25)
            return _generator.Next(method.Descriptor.InputType, random).Encode();
        var message = WireMessage.Of(_valid.Next(method.Descriptor.InputType.ClrType, random));
        if (kind < 85)
            new TreeMutator(_generator).Mutate(message, random);
        return message.Encode();
    }
}
