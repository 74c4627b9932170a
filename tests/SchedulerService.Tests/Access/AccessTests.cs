using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Nudge.SchedulerService.Access;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Access;

public sealed class SqliteAccessTests(SqliteAccessScheduler scheduler) : AccessTests<SqliteAccessScheduler>(scheduler);

public sealed class PostgresAccessTests(PostgresAccessScheduler scheduler) : AccessTests<PostgresAccessScheduler>(scheduler);

/// <summary>Tests every method and endpoint with every kind of credential.</summary>
public abstract class AccessTests<TScheduler>(TScheduler scheduler) : IClassFixture<TScheduler>
    where TScheduler : AccessScheduler
{
    private ReminderScheduler.ReminderSchedulerClient Client => scheduler.Host.Client;

    [Fact]
    public void Methods_OfTheContract_HaveAScopeAndACallHere()
    {
        var methods = ReminderScheduler.Descriptor.Methods.Select(method => method.Name).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(methods, Scopes.OfMethods.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(methods, AccessCalls.Of.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AccessCalls.Methods), MemberType = typeof(AccessCalls))]
    public async Task Method_WithoutAValidCredential_IsUnauthenticated(string method)
    {
        foreach (var credential in scheduler.Invalid())
            Assert.Equal(StatusCode.Unauthenticated, await StatusOfAsync(method, credential));
    }

    [Theory]
    [MemberData(nameof(AccessCalls.Methods), MemberType = typeof(AccessCalls))]
    public async Task Method_WithEachScope_IsAllowedByItsOwn(string method)
    {
        var scope = Scopes.OfMethods[method];

        Assert.Equal(scope == Scopes.Read, IsAllowed(await StatusOfAsync(method, scheduler.Reader)));
        Assert.Equal(scope == Scopes.Write, IsAllowed(await StatusOfAsync(method, scheduler.Writer)));
        Assert.Equal(scope != Scopes.Admin, IsAllowed(await StatusOfAsync(method, scheduler.Both)));
        Assert.True(IsAllowed(await StatusOfAsync(method, scheduler.Administrator)));
    }

    [Theory]
    [MemberData(nameof(AccessCalls.MethodsOfOne), MemberType = typeof(AccessCalls))]
    public async Task Method_OnAReminderOfAnotherOwner_AnswersAsForAnAbsentOne(string method)
    {
        var id = await CreateAsync(scheduler.Both, "user-1");

        var foreign = await FailureOfAsync(method, scheduler.Other, id);
        var absent = await FailureOfAsync(method, scheduler.Other, Guid.CreateVersion7().ToString());

        Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
        Assert.Equal(WithoutIds(absent), WithoutIds(foreign));
        Assert.Equal(absent.Trailers.Count, foreign.Trailers.Count);
        Assert.Equal(ReminderState.Scheduled, (await Client.GetAsync(new GetRequest { Id = id }, scheduler.Both)).State);
        Assert.NotEqual(StatusCode.NotFound, await StatusOfAsync(method, scheduler.Administrator, id));
    }

    [Fact]
    public async Task ListWatchAndBulk_OfAnotherOwner_SelectNothing()
    {
        var filter = new ReminderFilter { Recipient = new Recipient { UserId = Guid.NewGuid().ToString() } };
        var id = await CreateAsync(scheduler.Both, filter.Recipient.UserId);
        using var watch = Client.Watch(new WatchRequest { Filter = filter }, scheduler.Other);
        await watch.ResponseHeadersAsync;

        await Client.PauseAsync(new PauseRequest { Id = id }, scheduler.Both);
        Assert.Empty((await Client.ListAsync(new ListRequest { Filter = filter }, scheduler.Other)).Reminders);
        Assert.Equal(id, Assert.Single((await Client.ListAsync(new ListRequest { Filter = filter }, scheduler.Both)).Reminders).Id);
        Assert.Equal(id, Assert.Single((await Client.ListAsync(new ListRequest { Filter = filter }, scheduler.Administrator)).Reminders).Id);
        Assert.Equal(0, (await Client.CancelMatchingAsync(new CancelMatchingRequest { Filter = filter }, scheduler.Other)).Cancelled);
        Assert.Equal(0, (await Client.ResumeRecipientAsync(new ResumeRecipientRequest { Recipient = filter.Recipient }, scheduler.Other)).Resumed);
        Assert.Equal(0, (await Client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = filter.Recipient }, scheduler.Other)).Forgotten);

        // The first change that the watch shows is that of the caller's own reminder.
        var own = await CreateAsync(scheduler.Other, filter.Recipient.UserId);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(own, watch.ResponseStream.Current.Reminder.Id);
        Assert.Equal(1, (await Client.CancelMatchingAsync(new CancelMatchingRequest { Filter = filter }, scheduler.Both)).Cancelled);
    }

    [Fact]
    public async Task Audit_OfAnotherOwner_IsNotListed()
    {
        var id = await CreateAsync(scheduler.Both, "user-1");
        await Client.PauseAsync(new PauseRequest { Id = id }, scheduler.Administrator);
        var request = new ListAuditRequest { Filter = new AuditFilter { ReminderId = id } };

        Assert.Empty((await Client.ListAuditAsync(request, scheduler.Other)).Entries);
        var entry = Assert.Single((await Client.ListAuditAsync(request, scheduler.Both)).Entries);
        Assert.Equal(("administrator", "both", AuditAction.Pause, "127.0.0.1"), (entry.Actor, entry.Owner, entry.Action, entry.Address));
        request.Filter.Owner = "both";
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Client.ListAuditAsync(request, scheduler.Other).ResponseAsync)).StatusCode);
        Assert.Equal(entry, Assert.Single((await Client.ListAuditAsync(request, scheduler.Administrator)).Entries));
    }

    [Fact]
    public async Task RequestId_OfAnotherOwner_IsFree()
    {
        var request = Requests.In(TimeSpan.FromHours(1)).WithId(Guid.NewGuid().ToString());

        var first = await Client.CreateAsync(request, scheduler.Both);
        var second = await Client.CreateAsync(request, scheduler.Other);

        Assert.False(second.AlreadyExisted);
        Assert.NotEqual(first.Reminder.Id, second.Reminder.Id);
        Assert.Equal(("both", "other"), (first.Reminder.Owner, second.Reminder.Owner));
    }

    [Fact]
    public async Task Create_ForACallbackThatTheKeyDoesNotAllow_IsDenied()
    {
        var user = Guid.NewGuid().ToString();

        var refusal = await Refusal.OfAsync(Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), user: user), scheduler.Limited));

        Assert.Equal((StatusCode.PermissionDenied, "TARGET_NOT_ALLOWED"), (refusal.Code, refusal.Reason));
        var request = new ListRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = user } } };
        Assert.Empty((await Client.ListAsync(request, scheduler.Administrator)).Reminders);
    }

    [Fact]
    public async Task Health_WithoutACredential_IsAnsweredInOneWord()
    {
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(scheduler.Host.Channel).CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync("/health", []));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync("/alive", []));
    }

    [Fact]
    public async Task Endpoint_WithoutAValidCredential_IsUnauthorized()
    {
        foreach (var credential in scheduler.Invalid())
        {
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await GetAsync("/absent", credential));
            Assert.Equal(StatusCode.Unauthenticated, await ReflectAsync(credential));
        }

        Assert.Equal(StatusCode.OK, await ReflectAsync(scheduler.Reader));
        Assert.Equal(StatusCode.PermissionDenied, await ReflectAsync(scheduler.Writer));
    }

    private static bool IsAllowed(StatusCode status) => status is not (StatusCode.Unauthenticated or StatusCode.PermissionDenied);

    private static string WithoutIds(RpcException failure) => string.Join(' ', failure.Status.Detail.Split(' ').Where(word => !Guid.TryParse(word, out _)));

    private async Task<string> CreateAsync(Metadata credential, string user) =>
        (await Client.CreateAsync(Requests.In(TimeSpan.FromHours(1), user: user), credential)).Reminder.Id;

    private async Task<RpcException> FailureOfAsync(string method, Metadata credential, string id) =>
        await Assert.ThrowsAsync<RpcException>(() => AccessCalls.Of[method](Client, id, credential));

    /// <summary>Calls a method, by default for an id that no reminder has.</summary>
    private Task<StatusCode> StatusOfAsync(string method, Metadata credential, string? id = null) =>
        StatusOfAsync(() => AccessCalls.Of[method](Client, id ?? Guid.CreateVersion7().ToString(), credential));

    private Task<StatusCode> ReflectAsync(Metadata credential) => StatusOfAsync(async () =>
    {
        using var call = new ServerReflection.ServerReflectionClient(scheduler.Host.Channel).ServerReflectionInfo(credential);
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
    });

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, Metadata credential)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{scheduler.Host.Channel.Target}"), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var header in credential)
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<StatusCode> StatusOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }
}
