using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Nudge.V1;

namespace Nudge.Client;

/// <summary>A handler whose parameters are known: each has a source that gives its value for a delivery.</summary>
internal sealed class BoundHandler
{
    private readonly Delegate _handler;
    private readonly IServiceScopeFactory _scopes;
    private readonly Func<Arguments, object?>[] _sources;

    /// <exception cref="InvalidOperationException">A parameter or the return type cannot be bound.</exception>
    public BoundHandler(string name, Delegate handler, JsonSerializerOptions json, IServiceScopeFactory scopes, IServiceProviderIsService services)
    {
        Name = name.Length > 0 ? name : ReminderHandlers.NameOf(handler);
        (_handler, _scopes) = (handler, scopes);
        var parameters = handler.Method.GetParameters();
        TakesReceipt = parameters.Any(parameter => parameter.ParameterType == typeof(DeliveryReceipt));

        ParameterInfo? data = null;
        _sources = new Func<Arguments, object?>[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var source = FindSource(parameters[i], services);
            if (source is null && data is not null)
                throw Unbindable(parameters[i], "is the second object for the reminder's data; a handler takes one. If it is a service, register it");
            _sources[i] = source ?? DataSource(data = parameters[i], json);
        }

        if (!IsOutcome(handler.Method.ReturnType))
            throw new InvalidOperationException(
                $"the reminder handler {Name} returns {handler.Method.ReturnType.Name}: let it return void, Task, ValueTask, {nameof(DeliveryOutcome)}, or a task of {nameof(DeliveryOutcome)}");
    }

    public string Name { get; }

    /// <summary>Gets whether the handler sets the first mark of the receipt itself, immediately before it sends.</summary>
    public bool TakesReceipt { get; }

    /// <summary>Calls the handler in a scope of its own. Its exceptions are thrown as they are.</summary>
    public async Task<DeliveryOutcome> CallAsync(Delivery delivery, DeliveryReceipt receipt, CancellationToken timeout)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var arguments = new Arguments(delivery, receipt, scope.ServiceProvider, timeout);
        var result = _handler.Method.Invoke(
            _handler.Target, BindingFlags.DoNotWrapExceptions, binder: null, [.. _sources.Select(source => source(arguments))], culture: null);
        switch (result)
        {
            case Task<DeliveryOutcome> outcome:
                return await outcome;
            case ValueTask<DeliveryOutcome> outcome:
                return await outcome;
            case Task task:
                await task;
                break;
            case ValueTask task:
                await task;
                break;
            case DeliveryOutcome outcome:
                return outcome;
        }

        return new DeliveryOutcome.Delivered();
    }

    private static bool IsOutcome(Type type) =>
        type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || type.IsAssignableTo(typeof(DeliveryOutcome))
        || type == typeof(Task<DeliveryOutcome>) || type == typeof(ValueTask<DeliveryOutcome>);

    /// <summary>Returns the source of a parameter; null when the parameter can only be the reminder's data.</summary>
    private Func<Arguments, object?>? FindSource(ParameterInfo parameter, IServiceProviderIsService services) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => parameter.Name switch
        {
            "userId" => arguments => arguments.Delivery.Recipient.UserId,
            "conversationId" => arguments => arguments.Delivery.Recipient.ConversationId,
            "tenantId" => arguments => arguments.Delivery.Recipient.TenantId,
            "text" => arguments => arguments.Delivery.Notification.Text,
            _ => throw Unbindable(parameter, "is a string of another name than userId, conversationId, tenantId and text"),
        },
        var type when type == typeof(Delivery) => arguments => arguments.Delivery,
        var type when type == typeof(Recipient) => arguments => arguments.Delivery.Recipient,
        var type when type == typeof(DeliveryReceipt) => arguments => arguments.Receipt,
        var type when type == typeof(CancellationToken) => arguments => arguments.Timeout,
        var type when services.IsService(type) => arguments => arguments.Services.GetRequiredService(type),
        _ => null,
    };

    private Func<Arguments, object?> DataSource(ParameterInfo parameter, JsonSerializerOptions json)
    {
        if (parameter.ParameterType is not { IsPrimitive: false, IsInterface: false, IsAbstract: false, IsByRef: false, IsEnum: false })
            throw Unbindable(parameter, $"has the type {parameter.ParameterType.Name}, which is neither a registered service nor an object for the reminder's data");

        var data = TypeInfoOf(parameter, json);
        return arguments => arguments.Delivery.Notification.Data is { } stored ? JsonSerializer.Deserialize(JsonFormatter.Default.Format(stored), data) : null;
    }

    private JsonTypeInfo TypeInfoOf(ParameterInfo parameter, JsonSerializerOptions json)
    {
        try
        {
            return json.GetTypeInfo(parameter.ParameterType);
        }
        catch (Exception failure) when (failure is NotSupportedException or InvalidOperationException)
        {
            throw Unbindable(parameter, $"cannot be read from JSON: {failure.Message}");
        }
    }

    private InvalidOperationException Unbindable(ParameterInfo parameter, string why) =>
        new($"the parameter {parameter.Name} of the reminder handler {Name} {why}.");

    private sealed record Arguments(Delivery Delivery, DeliveryReceipt Receipt, IServiceProvider Services, CancellationToken Timeout);
}
