using System.Net;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Connector;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.BotService.Tests.Harness;

/// <summary>The Teams emulator in this process, with the members that these tests use.</summary>
public sealed class FakeTeams : IAsyncLifetime
{
    private readonly Emulator _emulator = new(["--urls", "http://127.0.0.1:0"]);

    public Uri ServiceUrl => _emulator.ServiceUrl;

    public IReadOnlyCollection<Message> Messages => _emulator.Messages.Messages;

    /// <summary>Gets the messages in their new form, one for each change.</summary>
    public IReadOnlyCollection<Message> Updates => _emulator.Messages.Updates;

    /// <summary>Gets the number of calls, including failed ones.</summary>
    public int Requests => _emulator.Messages.Calls;

    /// <summary>Gets the number of calls that were answered 429.</summary>
    public int Throttled => _emulator.Messages.Throttled;

    /// <summary>Gets how often a conversation was opened.</summary>
    public int Openings => _emulator.Messages.Openings;

    public void Know(string conversationId, string tenantId, string aadObjectId) =>
        _emulator.Population.Open(conversationId, tenantId, new Person(aadObjectId, $"29:{aadObjectId}"));

    public void Join(string conversationId, string aadObjectId) => _emulator.Population.Find(conversationId)!.Join(new Person(aadObjectId, $"29:{aadObjectId}"));

    /// <summary>Adds a team of people who have no personal conversation with the bot.</summary>
    public Conversation AddTeam(string tenantId, int people) => _emulator.Population.AddTeam(tenantId, people);

    public void FailNext(HttpStatusCode status, string body = "", int? retryAfter = null) =>
        _emulator.Population.Script(new Fault(FaultKind.Answer, (int)status, body, retryAfter));

    public void DropNext() => _emulator.Population.Script(new Fault(FaultKind.Cut));

    /// <summary>Holds the next call until the gate opens. The call then succeeds, or gets the given status.</summary>
    public Gate HoldNext(HttpStatusCode? refusal = null)
    {
        var gate = new Gate();
        _emulator.Population.Script(refusal is { } status ? new Fault(FaultKind.Answer, (int)status) { Gate = gate } : new Fault(FaultKind.Hang) { Gate = gate });
        return gate;
    }

    public async ValueTask InitializeAsync() => await _emulator.StartAsync();

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();
}
