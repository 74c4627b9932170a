using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Nudge.Hosting.Tests;

/// <summary>Tests what each way to run the scheduler adds to the application's model.</summary>
public sealed class ModelTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

    public static TheoryData<Form> Forms => [.. Enum.GetValues<Form>()];

    /// <summary>The body is the example of the README files.</summary>
    [Fact]
    public async Task Example_OfTheDocumentation_ConnectsTheStoreTheSchedulerAndTheBot()
    {
        var builder = _builder;

        var reminders = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("reminders");

        var scheduler = builder.AddNudge<Projects.SchedulerService>("scheduler")
            .WithReplicas(2)
            .WithReference(reminders).WaitFor(reminders);

        var bot = builder.AddProject<Projects.Bot>("bot")
            .WithReference(scheduler).WaitFor(scheduler);

        scheduler.WithCallback("bot", bot.GetEndpoint("callback"));

        var environment = await EnvironmentOfAsync(scheduler.Resource);
        Assert.Equal("{reminders.connectionString}", environment["ConnectionStrings__reminders"]);
        Assert.Equal("{bot.bindings.callback.url}", environment["Callbacks__Targets__bot"]);
        Assert.Equal("{scheduler.connectionString}", (await EnvironmentOfAsync(bot.Resource))["ConnectionStrings__scheduler"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task WithReference_StoreOfAnyName_IsTheSchedulersReminders(Form form)
    {
        var scheduler = Add(form).WithReference(_builder.AddConnectionString("database"));

        var environment = await EnvironmentOfAsync(scheduler.Resource);

        Assert.Equal("{database.connectionString}", environment["ConnectionStrings__reminders"]);
        Assert.DoesNotContain("ConnectionStrings__database", environment.Keys);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task WithApiKey_OfAClient_ReachesTheClientAndNotTheManifest(Form form)
    {
        var key = _builder.AddParameter("key", "shop.secret", secret: true);
        var scheduler = Add(form).WithApiKey("shop", key, "read", "write");
        var shop = AddBot().WithReference(scheduler, key);

        var environment = await EnvironmentOfAsync(scheduler.Resource);

        Assert.Equal(("read", "write"), (environment["Access__Clients__shop__Scopes__0"], environment["Access__Clients__shop__Scopes__1"]));
        Assert.DoesNotContain(environment.Values, value => value.Contains("secret", StringComparison.Ordinal));
        Assert.Equal("{key.value}", (await EnvironmentOfAsync(shop.Resource))["Aspire__Nudge__Client__scheduler__ApiKey"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task WithCallback_Endpoint_IsTheAddressOfTheTarget(Form form)
    {
        var bot = AddBot();
        var scheduler = Add(form).WithCallback("bot", bot.GetEndpoint("callback"));

        var environment = await EnvironmentOfAsync(scheduler.Resource);

        Assert.Equal("{bot.bindings.callback.url}", environment["Callbacks__Targets__bot"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task WithReference_SchedulerFromABot_IsAConnectionStringAndServiceDiscovery(Form form)
    {
        var scheduler = Add(form);
        var bot = AddBot().WithReference(scheduler);

        var environment = await EnvironmentOfAsync(bot.Resource);

        Assert.Equal("{scheduler.connectionString}", environment["ConnectionStrings__scheduler"]);
        Assert.Equal("{scheduler.bindings.grpc.url}", scheduler.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("{scheduler.bindings.grpc.url}", environment["services__scheduler__grpc__0"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void AddNudge_Endpoints_AreHealthAndHttp2(Form form)
    {
        var endpoints = Add(form).Resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(endpoint => endpoint.Name, endpoint => (endpoint.UriScheme, endpoint.Transport));

        Assert.Equal(new() { ["http"] = ("http", "http"), ["grpc"] = ("http", "http2") }, endpoints);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void AddNudge_InTheDashboard_HasCommandsAnIconAndAHealthCheck(Form form)
    {
        var annotations = Add(form).Resource.Annotations;

        Assert.Superset(new HashSet<string> { "preview", "deliver-now" }, annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name).ToHashSet());
        Assert.Equal("CalendarClock", annotations.OfType<ResourceIconAnnotation>().Last().IconName);
        Assert.Single(annotations.OfType<HealthCheckAnnotation>());
    }

    [Theory]
    [InlineData(Form.Container, "http://*:{scheduler.bindings.grpc.targetPort}")]
    [InlineData(Form.Tool, "http://localhost:{scheduler.bindings.grpc.targetPort}")]
    public async Task AddNudge_WithoutAProject_ListensOnTheEndpointsAndExportsTelemetry(Form form, string address)
    {
        var scheduler = Add(form);

        var environment = await EnvironmentOfAsync(scheduler.Resource);

        Assert.Equal(address, environment["Kestrel__Endpoints__grpc__Url"]);
        Assert.Equal(address.Replace("grpc", "http", StringComparison.Ordinal), environment["Kestrel__Endpoints__http__Url"]);
        Assert.Contains(scheduler.Resource.Annotations, annotation => annotation is OtlpExporterAnnotation);
    }

    [Fact]
    public void AddNudgeContainer_Image_IsParsed()
    {
        var scheduler = _builder.AddNudgeContainer("scheduler", "registry.example/nudge/scheduler:1.2");

        Assert.True(scheduler.Resource.TryGetContainerImageName(out var image));
        Assert.Equal("registry.example/nudge/scheduler:1.2", image);
    }

    [Fact]
    public void WithReplicas_Project_KeepsTheSchedulersType()
    {
        IResourceBuilder<NudgeProjectResource> scheduler = _builder.AddNudge<Projects.SchedulerService>("scheduler").WithReplicas(2);

        Assert.Equal(2, scheduler.Resource.GetReplicaCount());
    }

    private IResourceBuilder<INudgeResource> Add(Form form) => form switch
    {
        Form.Project => _builder.AddNudge<Projects.SchedulerService>("scheduler"),
        Form.Container => _builder.AddNudgeContainer("scheduler", "nudge-scheduler"),
        _ => _builder.AddNudgeTool("scheduler", "Nudge.Scheduler"),
    };

    private IResourceBuilder<ContainerResource> AddBot() => _builder.AddContainer("bot", "bot").WithHttpEndpoint(name: "callback");

    // References are read as the expressions of a manifest, because nothing is started and no port is known.
    private static async Task<Dictionary<string, string>> EnvironmentOfAsync(IResource resource)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish), resource);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(context);
        return context.EnvironmentVariables.ToDictionary(
            variable => variable.Key, variable => variable.Value is IManifestExpressionProvider expression ? expression.ValueExpression : variable.Value.ToString()!);
    }
}
