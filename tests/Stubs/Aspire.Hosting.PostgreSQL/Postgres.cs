using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting
{
    public static class PostgresBuilderExtensions
    {
        public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null) => throw null!;

        public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) => throw null!;

        public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null) => throw null!;
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    public class PostgresServerResource : ContainerResource, IResourceWithConnectionString;

    public class PostgresDatabaseResource : Resource, IResourceWithConnectionString;
}
