namespace Connecto.Web.Limits;

/// <summary>Of a route whose request holds calls that are counted each: it is not counted on top of them.</summary>
internal sealed class CountedByItem;
