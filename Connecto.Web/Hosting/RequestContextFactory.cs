using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Connecto.Web.Hosting;

/// <summary>
/// Takes <c>access_token</c> out of the query before the request exists for anybody else, logs and traces included:
/// what is not in the URL cannot be logged with it. The token waits in <see cref="QueryToken"/>.
/// </summary>
internal sealed class RequestContextFactory(IServiceProvider services) : IHttpContextFactory
{
    private const string Name = "access_token";
    private readonly DefaultHttpContextFactory _inner = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
        if (request.QueryString.Contains(Name, StringComparison.OrdinalIgnoreCase))
        {
            Redact(featureCollection, request);
        }
        return _inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _inner.Dispose(httpContext);

    private static void Redact(IFeatureCollection features, IHttpRequestFeature request)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.QueryString);
        if (!query.Remove(Name, out var token))
        {
            return;
        }
        features.Set(new QueryToken(token.ToString()));
        query[Name] = new StringValues("redacted");
        request.QueryString = QueryString.Create(query).ToUriComponent();
        request.RawTarget = request.Path + request.QueryString;
    }
}
