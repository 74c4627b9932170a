namespace Aspire.StackExchange.Redis;

public sealed class StackExchangeRedisSettings;
