using Connecto.Bench;
using Connecto.Bench.Away;
using Connecto.Bench.Cluster;
using Connecto.Bench.Data;
using Connecto.Bench.Domain;
using Connecto.Bench.Faults;
using Connecto.Bench.Layout;
using Connecto.Bench.Load;
using Connecto.Bench.Scenes;
using Connecto.Bench.Search;

return args switch
{
    ["load", .. var rest] => await LoadCommand.RunAsync(Options.Parse(rest)),
    ["soak", .. var rest] => await SoakCommand.RunAsync(Options.Parse(rest)),
    ["domain", .. var rest] => await DomainCommand.RunAsync(Options.Parse(rest)),
    ["cluster", .. var rest] => await ClusterCommand.RunAsync(Options.Parse(rest)),
    ["spread", .. var rest] => await SpreadCommand.RunAsync(Options.Parse(rest)),
    ["roll", .. var rest] => await RollCommand.RunAsync(Options.Parse(rest)),
    ["layout", .. var rest] => await LayoutCommand.RunAsync(Options.Parse(rest)),
    ["history", .. var rest] => await HistoryCommand.RunAsync(Options.Parse(rest)),
    ["dataset", .. var rest] => await DatasetCommand.RunAsync(Options.Parse(rest)),
    ["counts", .. var rest] => await CountsCommand.RunAsync(Options.Parse(rest)),
    ["pages", .. var rest] => await PagesCommand.RunAsync(Options.Parse(rest)),
    ["caches", .. var rest] => await CachesCommand.RunAsync(Options.Parse(rest)),
    ["scenarios", .. var rest] => await ScenariosCommand.RunAsync(Options.Parse(rest)),
    ["cursors", .. var rest] => await CursorsCommand.RunAsync(Options.Parse(rest)),
    ["search", .. var rest] => await SearchCommand.RunAsync(Options.Parse(rest)),
    ["away", .. var rest] => await AwayCommand.RunAsync(Options.Parse(rest)),
    [] or [['-', '-', ..], ..] => await LoadCommand.RunAsync(Options.Parse(args)),
    _ => Options.Usage(
        "load",
        "soak",
        "domain",
        "cluster",
        "spread",
        "roll",
        "layout",
        "history",
        "dataset",
        "counts",
        "pages",
        "caches",
        "scenarios",
        "cursors",
        "search",
        "away"
    ),
};
