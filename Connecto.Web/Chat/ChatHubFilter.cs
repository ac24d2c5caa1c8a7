using System.Text.Json;
using Connecto.Errors;
using Connecto.Web.Errors;
using Microsoft.AspNetCore.SignalR;

namespace Connecto.Web.Chat;

/// <summary>Makes every failure of a call the one form of hub error; what is nobody's refusal is <c>unavailable</c>, and logged.</summary>
internal sealed class ChatHubFilter(ILogger<ChatHubFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        try
        {
            var call = next(invocationContext);
            // The method has read its argument before its first wait. A call that waits must not hold on to a record.
            if (invocationContext.HubMethodArguments is object?[] arguments)
            {
                Array.Clear(arguments);
            }
            return await call;
        }
        catch (Exception failure)
        {
            throw AsHubException(invocationContext.HubMethodName, failure);
        }
    }

    private HubException AsHubException(string method, Exception failure)
    {
        var refusal = Refusals.From(failure);
        if (refusal is null)
        {
            Log.CallFailed(logger, method, failure);
            refusal = new ChatException(ErrorCode.Unavailable);
        }
        else if (failure is not ChatException)
        {
            Log.CallUnavailable(logger, method, failure);
        }
        var error = new HubError(refusal.Code.Name(), refusal.Message, (long?)refusal.RetryAfter?.TotalMilliseconds);
        return new HubException(JsonSerializer.Serialize(error, WireJson.Options));
    }

    private sealed record HubError(string Code, string Message, long? RetryAfterMs);
}
