using Grpc.Core;
using Grpc.Health.V1;
using Nudge.SchedulerService.Access;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>Tests every method with every kind of credential.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private static readonly string Reader = ApiKey.NewFor("reader");
    private static readonly string Writer = ApiKey.NewFor("writer");
    private static readonly string Both = ApiKey.NewFor("both");
    private static readonly string Other = ApiKey.NewFor("other");
    private static readonly string Limited = ApiKey.NewFor("limited");
    private static readonly string Administrator = ApiKey.NewFor("administrator");

    private SchedulerHost _scheduler = null!;

    /// <summary>Each method, and a request that it takes.</summary>
    private static readonly Dictionary<string, Func<ReminderScheduler.ReminderSchedulerClient, string, Metadata, Task>> Calls = new()
    {
        ["Create"] = async (client, _, key) => await client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), key),
        ["CreateStream"] = async (client, _, key) =>
        {
            using var stream = client.CreateStream(key);
            await stream.RequestStream.CompleteAsync();
            while (await stream.ResponseStream.MoveNext(CancellationToken.None))
                Assert.Fail("an empty stream was answered");
        },
        ["Get"] = async (client, id, key) => await client.GetAsync(new GetRequest { Id = id }, key),
        ["List"] = async (client, _, key) => await client.ListAsync(new ListRequest(), key),
        ["Update"] = async (client, id, key) => await client.UpdateAsync(new UpdateRequest { Reminder = Requests.In(TimeSpan.FromHours(2)).With(reminder => (reminder.Id, reminder.Revision) = (id, 1)).Reminder }, key),
        ["Cancel"] = async (client, id, key) => await client.CancelAsync(new CancelRequest { Id = id }, key),
        ["CancelMatching"] = async (client, _, key) => await client.CancelMatchingAsync(new CancelMatchingRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = "absent" } } }, key),
        ["Pause"] = async (client, id, key) => await client.PauseAsync(new PauseRequest { Id = id }, key),
        ["Resume"] = async (client, id, key) => await client.ResumeAsync(new ResumeRequest { Id = id }, key),
        ["DeliverNow"] = async (client, id, key) => await client.DeliverNowAsync(new DeliverNowRequest { Id = id }, key),
        ["Retry"] = async (client, id, key) => await client.RetryAsync(new RetryRequest { Id = id }, key),
        ["ResumeRecipient"] = async (client, _, key) => await client.ResumeRecipientAsync(new ResumeRecipientRequest { Recipient = new Recipient { UserId = "absent" } }, key),
        ["ForgetRecipient"] = async (client, _, key) => await client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = new Recipient { UserId = "absent" } }, key),
        ["Watch"] = async (client, _, key) =>
        {
            // An allowed watch stays open. The deadline ends it.
            using var watch = client.Watch(new WatchRequest(), key, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1));
            await watch.ResponseStream.MoveNext(CancellationToken.None);
        },
        ["PreviewSchedule"] = async (client, _, key) => await client.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = Requests.In(TimeSpan.FromHours(1)).Reminder.Schedule, Count = 1 }, key),
        ["ListLanes"] = async (client, _, key) => await client.ListLanesAsync(new ListLanesRequest(), key),
    };

    public static TheoryData<string> Methods => [.. Calls.Keys];

    /// <summary>Gets the methods that name a reminder.</summary>
    public static TheoryData<string> MethodsOfOne => ["Get", "Update", "Cancel", "Pause", "Resume", "DeliverNow", "Retry"];

    [Fact]
    public void Methods_OfTheContract_HaveAScopeAndACallHere()
    {
        var methods = ReminderScheduler.Descriptor.Methods.Select(method => method.Name).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(methods, Scopes.OfMethods.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(methods, Calls.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_WithoutAValidCredential_IsUnauthenticated(string method)
    {
        Metadata[] invalid =
        [
            [], Key(""), Key("reader"), Key("reader."), Key(".x"), Key(ApiKey.NewFor("reader")), Key(ApiKey.NewFor("stranger")), Key(Reader + "x"), Key(Reader[..^1]), Key(new string('x', 100_000 / 16)),
            new Metadata { { "x-api-key", Reader }, { "x-api-key", Reader } }, new Metadata { { "authorization", $"Bearer {Reader}" } }, new Metadata { { "authorization", "Basic eDp5" } },
        ];
        foreach (var credential in invalid)
            Assert.Equal(StatusCode.Unauthenticated, await StatusOfAsync(method, credential));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_WithEachScope_IsAllowedByItsOwn(string method)
    {
        var scope = Scopes.OfMethods[method];

        Assert.Equal(scope == Scopes.Read, IsAllowed(await StatusOfAsync(method, Key(Reader))));
        Assert.Equal(scope == Scopes.Write, IsAllowed(await StatusOfAsync(method, Key(Writer))));
        Assert.Equal(scope != Scopes.Admin, IsAllowed(await StatusOfAsync(method, Key(Both))));
        Assert.True(IsAllowed(await StatusOfAsync(method, Key(Administrator))));
    }

    [Theory]
    [MemberData(nameof(MethodsOfOne))]
    public async Task Method_OnAReminderOfAnotherOwner_AnswersAsForAnAbsentOne(string method)
    {
        var id = await CreateAsync(Both);

        var foreign = await FailureOfAsync(method, Key(Other), id);
        var absent = await FailureOfAsync(method, Key(Other), Guid.CreateVersion7().ToString());

        Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
        Assert.Equal(WithoutIds(absent), WithoutIds(foreign));
        Assert.Equal(ReminderState.Scheduled, (await _scheduler.Client.GetAsync(new GetRequest { Id = id }, Key(Both))).State);
        Assert.NotEqual(StatusCode.NotFound, await StatusOfAsync(method, Key(Administrator), id));
    }

    [Fact]
    public async Task ListWatchAndBulk_OfAnotherOwner_SelectNothing()
    {
        var id = await CreateAsync(Both);

        Assert.Empty((await _scheduler.Client.ListAsync(new ListRequest(), Key(Other))).Reminders);
        Assert.Equal(id, Assert.Single((await _scheduler.Client.ListAsync(new ListRequest(), Key(Both))).Reminders).Id);
        Assert.Equal(id, Assert.Single((await _scheduler.Client.ListAsync(new ListRequest(), Key(Administrator))).Reminders).Id);
        var everyone = new Recipient { UserId = Requests.In(TimeSpan.FromHours(1)).Reminder.Recipient.UserId };
        Assert.Equal(0, (await _scheduler.Client.CancelMatchingAsync(new CancelMatchingRequest { Filter = new ReminderFilter { Recipient = everyone } }, Key(Other))).Cancelled);
        Assert.Equal(0, (await _scheduler.Client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = everyone }, Key(Other))).Forgotten);
        Assert.Equal(1, (await _scheduler.Client.CancelMatchingAsync(new CancelMatchingRequest { Filter = new ReminderFilter { Recipient = everyone } }, Key(Both))).Cancelled);
    }

    [Fact]
    public async Task RequestId_OfAnotherOwner_IsFree()
    {
        var request = Requests.In(TimeSpan.FromHours(1));
        request.RequestId = "the same";

        var first = await _scheduler.Client.CreateAsync(request, Key(Both));
        var second = await _scheduler.Client.CreateAsync(request, Key(Other));

        Assert.False(second.AlreadyExisted);
        Assert.NotEqual(first.Reminder.Id, second.Reminder.Id);
        Assert.Equal(("both", "other"), (first.Reminder.Owner, second.Reminder.Owner));
    }

    [Fact]
    public async Task Create_ForACallbackThatTheKeyDoesNotAllow_IsDenied()
    {
        var request = Requests.In(TimeSpan.FromHours(1));

        var refusal = await Refusal.OfAsync(_scheduler.Client.CreateAsync(request, Key(Limited)));

        Assert.Equal((StatusCode.PermissionDenied, "TARGET_NOT_ALLOWED"), (refusal.Code, refusal.Reason));
        Assert.Empty((await _scheduler.Client.ListAsync(new ListRequest(), Key(Administrator))).Reminders);
    }

    [Fact]
    public async Task Health_WithoutACredential_IsAnswered() => Assert.Equal(
        HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(_scheduler.Channel).CheckAsync(new HealthCheckRequest())).Status);

    [Fact]
    public async Task Key_InTheSecondSlot_IsAcceptedAndOnceRemovedRefused()
    {
        var (old, next) = (ApiKey.NewFor("rotating"), ApiKey.NewFor("rotating"));
        var settings = ClientSettings("rotating", old, "read");
        settings["Access:Clients:rotating:Keys:1"] = Convert.ToHexStringLower(ApiKey.HashOf(next));
        await using var both = await SchedulerHost.StartAsync(settings: settings);
        await using var one = await SchedulerHost.StartAsync(settings: ClientSettings("rotating", next, "read"));

        await both.Client.ListAsync(new ListRequest(), Key(old));
        await both.Client.ListAsync(new ListRequest(), Key(next));
        await one.Client.ListAsync(new ListRequest(), Key(next));
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => one.Client.ListAsync(new ListRequest(), Key(old)).ResponseAsync)).StatusCode);
    }

    public async ValueTask InitializeAsync()
    {
        var settings = ClientSettings("reader", Reader, "read").Concat(ClientSettings("writer", Writer, "write")).Concat(ClientSettings("both", Both, "read", "write"))
            .Concat(ClientSettings("other", Other, "read", "write")).Concat(ClientSettings("limited", Limited, "write"))
            .Concat(ClientSettings("administrator", Administrator, "admin")).ToDictionary();
        settings["Access:Clients:limited:Targets:0"] = "another";
        _scheduler = await SchedulerHost.StartAsync(settings: settings);
    }

    public ValueTask DisposeAsync() => _scheduler.DisposeAsync();

    private static bool IsAllowed(StatusCode status) => status is not (StatusCode.Unauthenticated or StatusCode.PermissionDenied);

    private static Metadata Key(string key) => new() { { "x-api-key", key } };

    private static Dictionary<string, string?> ClientSettings(string client, string key, params string[] scopes)
    {
        var settings = new Dictionary<string, string?> { [$"Access:Clients:{client}:Keys:0"] = Convert.ToHexStringLower(ApiKey.HashOf(key)) };
        for (var i = 0; i < scopes.Length; i++)
            settings[$"Access:Clients:{client}:Scopes:{i}"] = scopes[i];
        return settings;
    }

    private static string WithoutIds(RpcException failure) => string.Join(' ', failure.Status.Detail.Split(' ').Where(word => !Guid.TryParse(word, out _)));

    private async Task<string> CreateAsync(string key) => (await _scheduler.Client.CreateAsync(Requests.In(TimeSpan.FromHours(1)), Key(key))).Reminder.Id;

    private async Task<RpcException> FailureOfAsync(string method, Metadata credential, string id) =>
        await Assert.ThrowsAsync<RpcException>(() => Calls[method](_scheduler.Client, id, credential));

    /// <summary>Calls a method, by default for an id that no reminder has.</summary>
    private async Task<StatusCode> StatusOfAsync(string method, Metadata credential, string? id = null)
    {
        try
        {
            await Calls[method](_scheduler.Client, id ?? Guid.CreateVersion7().ToString(), credential);
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
