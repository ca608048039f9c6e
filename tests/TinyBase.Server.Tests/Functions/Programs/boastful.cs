// Describes itself as no function could.
Console.WriteLine("""{"name":"boastful","auth":"public","timeout_seconds":-5,"max_concurrency":-1,"protocol":1,"sdk_version":"1.0.0"}""");
return 0;
