Console.WriteLine("TinyBase");
