using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Tests.Model;

/// <summary>Which user a letter stands for; letters and ids have the same order.</summary>
internal sealed class Cast
{
    private readonly ImmutableArray<Snowflake> _ids;

    public Cast(IEnumerable<Snowflake> ids) => _ids = [.. ids.Order()];

    public Snowflake this[char user] => _ids[user - 'a'];

    public char this[Snowflake id] => (char)('a' + _ids.IndexOf(id));

    public ImmutableArray<Snowflake> Ids(string users) => [.. users.Select(user => this[user])];

    public string Letters(IEnumerable<Snowflake> ids) => string.Concat(ids.Select(id => this[id]));
}
