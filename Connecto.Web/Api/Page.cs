using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Web.Api;

/// <summary>Which page of a list: <c>?limit=</c> 1 to 100 (20) and <c>?cursor=</c>, the <c>nextCursor</c> of the page before.</summary>
public readonly record struct Page(int Limit, Snowflake? Cursor)
{
    public static ValueTask<Page> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Page(Query.Limit(context.Request), Query.Cursor(context.Request)));

    /// <summary>The answer for messages, whose <c>seq</c> is the cursor, of which one more than <see cref="Limit"/> was asked for.</summary>
    internal Listing<Message> Of(ImmutableArray<Message> messages) =>
        Of(messages, message => new Snowflake(message.Seq), message => message);

    /// <summary>
    /// The answer for rows of which one more than <see cref="Limit"/> was asked for: that one shows that there is a
    /// next page and is not part of this one.
    /// </summary>
    internal Listing<TItem> Of<TRow, TItem>(
        IReadOnlyList<TRow> rows,
        Func<TRow, Snowflake> id,
        Func<TRow, TItem> item
    ) => new([.. rows.Take(Limit).Select(item)], rows.Count > Limit ? id(rows[Limit - 1]).ToString() : null);
}
