using System.Globalization;
using Connecto.Errors;
using Microsoft.Net.Http.Headers;

namespace Connecto.Web.Errors;

/// <summary>Gives every failed request the one form of error, whether it threw or was refused by the framework.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private static readonly TimeSpan _retryAtOnce = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, exception);
            return;
        }
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            await WriteAsync(context, FromStatus(context.Response.StatusCode), context.Response.StatusCode);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        if (Refusals.From(exception) is { } refusal)
        {
            if (refusal.Code == ErrorCode.Unavailable)
            {
                // A line and no more: while PostgreSQL is away there are hundreds in a second.
                Log.Unavailable(logger, context.Request.Method, context.Request.Path, exception.Message);
            }
            await WriteAsync(context, refusal, StatusOf(exception) ?? refusal.Code.Status());
            return;
        }
        Log.Failed(logger, context.Request.Method, context.Request.Path, exception);
        var problem = new Problem(500, "This failed on our side.", null, "internal", Problem.TraceIdOf(context));
        await WriteAsync(context, problem);
    }

    // HTTP has a status of its own for it, which clients know; the code stays invalid.
    private static int? StatusOf(Exception exception) =>
        exception is BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType and var status }
            ? status
            : null;

    private static ChatException FromStatus(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => new ChatException(ErrorCode.Unauthenticated),
            StatusCodes.Status403Forbidden => new ChatException(ErrorCode.Forbidden),
            StatusCodes.Status404NotFound => new ChatException(ErrorCode.NotFound),
            StatusCodes.Status405MethodNotAllowed => new ChatException(
                ErrorCode.Invalid,
                "This method is not for here."
            ),
            StatusCodes.Status413PayloadTooLarge => new ChatException(ErrorCode.TooLarge),
            StatusCodes.Status415UnsupportedMediaType => new ChatException(ErrorCode.Invalid, "Send application/json."),
            StatusCodes.Status429TooManyRequests => new ChatException(ErrorCode.RateLimited),
            >= 500 => new ChatException(ErrorCode.Unavailable),
            _ => new ChatException(ErrorCode.Invalid),
        };

    private static Task WriteAsync(HttpContext context, ChatException refusal, int status)
    {
        if (refusal.Code.Status() is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            var seconds = Math.Ceiling((refusal.RetryAfter ?? _retryAtOnce).TotalSeconds);
            var retryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
            // Whoever refused it may have said when already.
            context.Response.Headers.TryAdd(HeaderNames.RetryAfter, retryAfter);
        }
        return WriteAsync(context, Problem.From(refusal, status, context));
    }

    private static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, WireJson.Options, "application/problem+json");
    }
}
