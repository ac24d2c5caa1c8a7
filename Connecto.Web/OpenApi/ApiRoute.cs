using System.Reflection;
using Connecto.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Connecto.Web.OpenApi;

/// <summary>One route, as its mapping and its handler say, with what its row of <see cref="ApiTexts"/> adds.</summary>
internal sealed class ApiRoute(ApiDescription description)
{
    private const string Base = "/api/v1";

    private readonly IList<object> _metadata = description.ActionDescriptor.EndpointMetadata;

    /// <summary>Such as <c>/api/v1/planets/{id}</c>.</summary>
    public string Path { get; } = "/" + description.RelativePath!.TrimEnd('/');

    public string Method { get; } = description.HttpMethod!;

    /// <summary>Such as <c>GET /planets/{id}</c>: how texts name it.</summary>
    public string Name => $"{Method} {ShortPath}";

    /// <summary>Such as <c>getPlanetsId</c>, for generators.</summary>
    public string Id =>
        Method.ToLowerInvariant()
        + string.Concat(
            ShortPath
                .Split('/', '{', '}')
                .Where(word => word.Length > 0)
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..])
        );

    /// <summary>The part of the interface that it belongs to: where nothing else is said, the first word of its path.</summary>
    public string Tag =>
        _metadata.OfType<ITagsMetadata>().LastOrDefault()?.Tags[0]
        ?? ShortPath.Split('/', StringSplitOptions.RemoveEmptyEntries)[0];

    public string Summary => Text.Summary;

    /// <summary>Whether it is answered without a token.</summary>
    public bool IsOpen => _metadata.OfType<IAllowAnonymous>().Any() || !_metadata.OfType<IAuthorizeData>().Any();

    /// <summary>What its body is read as; null where it takes none.</summary>
    public Type? Body => _metadata.OfType<IAcceptsMetadata>().LastOrDefault()?.RequestType;

    /// <summary>Its answers: each status with the types that its body may have, none where there is no body.</summary>
    public IEnumerable<(int Status, Type[] Types)> Answers =>
        _metadata
            .OfType<IProducesResponseTypeMetadata>()
            .GroupBy(answer => answer.StatusCode)
            .OrderBy(answers => answers.Key)
            .Select(answers =>
                (answers.Key, answers.Select(answer => answer.Type).OfType<Type>().Except([typeof(void)]).ToArray())
            );

    /// <summary>What its handler takes, apart from services.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; } =
        description
            .ActionDescriptor.EndpointMetadata.OfType<MethodInfo>()
            .SelectMany(handler => handler.GetParameters())
            .ToList();

    /// <summary>Parameters of the query, each with its kind and what it means.</summary>
    public IReadOnlyDictionary<string, string> Query => Text.Query ?? new Dictionary<string, string>();

    /// <summary>
    /// The refusals to expect. What every call, every body, every id in a path and every planet brings with it is not
    /// written down for each route.
    /// </summary>
    public IEnumerable<ErrorCode> Errors
    {
        get
        {
            var isAdmin = ShortPath.StartsWith("/admin/", StringComparison.Ordinal);
            var isOfPlanet = ShortPath.StartsWith("/planets/{id}", StringComparison.Ordinal);
            var errors = new SortedSet<ErrorCode>(Text.Errors ?? []) { ErrorCode.Unavailable };
            Add(!IsOpen, ErrorCode.Unauthenticated);
            Add(!IsOpen && !isAdmin, ErrorCode.RateLimited);
            Add(isAdmin, ErrorCode.Forbidden);
            Add(isOfPlanet, ErrorCode.NotMember);
            Add(isOfPlanet, ErrorCode.Banned);
            Add(Path.Contains('{'), ErrorCode.NotFound);
            Add(Path.Contains('{') || Body is not null || Query.Count > 0 || TakesPage, ErrorCode.Invalid);
            Add(Body is not null, ErrorCode.TooLarge);
            return errors;

            void Add(bool when, ErrorCode code)
            {
                if (when)
                {
                    errors.Add(code);
                }
            }
        }
    }

    /// <summary>Whether it is a list: its handler takes a page, whatever the cursor is made of.</summary>
    public bool TakesPage =>
        Parameters.Any(parameter =>
            parameter.ParameterType.Namespace == typeof(Api.Page).Namespace
            && parameter.ParameterType.Name.EndsWith(nameof(Api.Page), StringComparison.Ordinal)
        );

    private string ShortPath => Path.StartsWith(Base, StringComparison.Ordinal) ? Path[Base.Length..] : Path;

    private ApiText Text => ApiTexts.Of(Name);
}
