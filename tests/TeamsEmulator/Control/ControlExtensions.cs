using Nudge.TeamsEmulator.Connector;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.TeamsEmulator.Control;

/// <summary>The endpoints with which tests, benchmarks and people set the emulator up and read its state.</summary>
internal static class ControlExtensions
{
    private const int Announcers = 32;
    private const int MaxPeople = 100_000;
    private const string WrongCount = "count must be from 1 to 100,000";

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/emulator");
        control.MapPost("/tenants/{tenantId}/people", AddPeople);
        control.MapPost("/tenants/{tenantId}/teams", AddTeam);
        control.MapGet("/tenants/{tenantId}/conversations", (string tenantId, Population population) => population.ConversationsOf(tenantId).Select(Show));
        control.MapPost("/tenants/{tenantId}/activities", AnnounceAsync);
        control.MapPost("/conversations/{id}/activities", SayAsync);
        control.MapPost("/conversations/{id}/faults", Script);
        control.MapGet("/messages", (MessageLog log) => log.Messages);
        control.MapDelete("/messages", (MessageLog log) => log.Clear());
        control.MapGet("/statistics", (MessageLog log) => new { accepted = log.Messages.Count, calls = log.Calls, throttled = log.Throttled, openings = log.Openings });
    }

    /// <summary>Adds the given number of people, each with a personal conversation with the bot.</summary>
    private static IResult AddPeople(string tenantId, int count, Population population) => count is < 1 or > MaxPeople
        ? Results.Text(WrongCount, statusCode: StatusCodes.Status400BadRequest)
        : Results.Json(Enumerable.Range(0, count).Select(_ => population.Open(tenantId, population.AddPerson(tenantId))).Select(Show).ToList());

    /// <summary>Adds a team with the given number of new people, who have no personal conversation with the bot.</summary>
    private static IResult AddTeam(string tenantId, int count, Population population) => count is < 1 or > MaxPeople
        ? Results.Text(WrongCount, statusCode: StatusCodes.Status400BadRequest)
        : Results.Json(Show(population.AddTeam(tenantId, count)));

    /// <summary>Posts an activity in every conversation of a tenant, so that the bot knows them all.</summary>
    private static async Task<IResult> AnnounceAsync(
        string tenantId, Population population, Speaker speaker, HttpRequest request, CancellationToken cancellationToken, string type = "typing", string? action = null)
    {
        var failed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Announcers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(population.ConversationsOf(tenantId), options, async (conversation, stop) =>
        {
            var (status, _) = await speaker.PostAsync(conversation, ServiceUrl(request), type, text: null, action, stop);
            if ((int)status >= 300)
                Interlocked.Increment(ref failed);
        });
        return Results.Json(new { failed });
    }

    /// <summary>Posts a person's message to the bot.</summary>
    private static async Task<IResult> SayAsync(
        string id, string text, Population population, Speaker speaker, HttpRequest request, CancellationToken cancellationToken)
    {
        if (population.Find(id) is not { } conversation)
            return Results.NotFound();

        var (status, took) = await speaker.PostAsync(conversation, ServiceUrl(request), "message", text, action: null, cancellationToken);
        return Results.Json(new { status = (int)status, milliseconds = took.TotalMilliseconds });
    }

    private static IResult Script(string id, Fault[] faults, Population population)
    {
        if (population.Find(id) is not { } conversation)
            return Results.NotFound();

        conversation.Script(faults);
        return Results.NoContent();
    }

    private static object Show(Conversation conversation) =>
        new { id = conversation.Id, tenantId = conversation.Tenant.Id, userId = conversation.Person.AadObjectId, people = conversation.People.Select(person => person.AadObjectId) };

    private static Uri ServiceUrl(HttpRequest request) => new($"{request.Scheme}://{request.Host}/teams/");
}
