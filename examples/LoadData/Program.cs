using TinyBase.Examples.LoadData;

return await LoadDataCommand.Create().Parse(args).InvokeAsync();
