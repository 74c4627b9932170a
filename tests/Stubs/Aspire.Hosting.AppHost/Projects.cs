using Aspire.Hosting;

// What the Aspire SDK generates from the project references of AppHost.
namespace Projects;

public class BotService : IProjectMetadata;

public class LocalRedis : IProjectMetadata;

public class SchedulerService : IProjectMetadata;
