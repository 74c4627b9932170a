using System.Net;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.Chaos.Deployments;

/// <summary>
/// The people who get reminders. There are so many tenants and conversations that Teams' limits have room for the load, and for several times as much
/// when a backlog drains.
/// </summary>
internal sealed class People
{
    private const int Tenants = 60;
    private const int PeopleInATenant = 10;
    private const int AtATime = 8;

    private readonly Emulator _teams;
    private readonly List<Conversation> _conversations = [];

    private People(Emulator teams) => _teams = teams;

    public IReadOnlyList<Conversation> Conversations => _conversations;

    /// <summary>Adds the people, and makes them known to the bot.</summary>
    public static async Task<People> MeetAsync(Emulator teams)
    {
        var people = new People(teams);
        for (var i = 0; i < Tenants * PeopleInATenant; i++)
        {
            var tenant = $"tenant-{i % Tenants}";
            people._conversations.Add(teams.Population.Open(tenant, teams.Population.AddPerson(tenant)));
        }

        await people.TypeAsync();
        return people;
    }

    /// <summary>Lets each person type something, so that the bot knows their conversation.</summary>
    public Task TypeAsync() => Parallel.ForEachAsync(_conversations, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (conversation, _) =>
    {
        // Teams repeats an activity that the bot did not take.
        while (await _teams.PostAsync(conversation, "typing") != HttpStatusCode.OK)
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
    });
}
