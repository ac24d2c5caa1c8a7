using Connecto.Bench;
using Connecto.Bench.Layout;
using Connecto.Bench.Load;

return args switch
{
    [] => await LoadCommand.RunAsync(Options.Parse([])),
    ["load", .. var rest] => await LoadCommand.RunAsync(Options.Parse(rest)),
    ["layout", .. var rest] => await LayoutCommand.RunAsync(Options.Parse(rest)),
    _ => Options.Usage("load", "layout"),
};
