using System.Reflection;
using Connecto.Errors;

namespace Connecto.Web.Api;

/// <summary>The <c>seq</c> of a message in the path, 1 or more.</summary>
public sealed record PathSeq(long Value) : IBindableFromHttpContext<PathSeq>
{
    public static ValueTask<PathSeq?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        Query.TryNumber(context.GetRouteValue(parameter.Name!) as string, out var seq) && seq > 0
            ? ValueTask.FromResult<PathSeq?>(new PathSeq(seq))
            : throw ChatException.Invalid(parameter.Name!, "a seq is a whole number from 1");
}
