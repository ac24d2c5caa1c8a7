using System.Reflection;
using Connecto.Errors;

namespace Connecto.Web.Api;

/// <summary>The <c>seq</c> of a message in the path, 1 or more, written without leading zeros.</summary>
public sealed record PathSeq(long Value) : IBindableFromHttpContext<PathSeq>
{
    public static ValueTask<PathSeq?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        context.GetRouteValue(parameter.Name!) is string and not ['0', ..] and var text
        && Query.TryNumber(text, out var seq)
            ? ValueTask.FromResult<PathSeq?>(new PathSeq(seq))
            : throw ChatException.Invalid(parameter.Name!, "a seq is a whole number from 1");
}
