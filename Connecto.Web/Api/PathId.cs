using System.Reflection;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Web.Api;

/// <summary>An id in the path; one that is none is <c>invalid</c>.</summary>
public sealed record PathId(Snowflake Value) : IBindableFromHttpContext<PathId>
{
    public static ValueTask<PathId?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        Snowflake.TryParse(context.GetRouteValue(parameter.Name!) as string, out var id)
            ? ValueTask.FromResult<PathId?>(new PathId(id))
            : throw ChatException.Invalid(parameter.Name!, "an id is a decimal number");
}
