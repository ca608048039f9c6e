-- The load that wrk sends:
-- wrk … <url> -- <bare|bare-post|read|list|create|create-hooked|paths|call> [token] [file of record ids, or of paths, or a function]

local requests = {}

local function item(i)
  return string.format('{"title":"Item %d","price":%.2f,"count":%d,"active":%s,"tags":["red","blue"]}',
    i, i % 500 + 0.5, i, tostring(i % 2 == 0))
end

local function post(path, body)
  wrk.headers["Content-Type"] = "application/json"
  return wrk.format("POST", path, nil, body)
end

local prepare = {
  ["bare"] = function()
    requests = { wrk.format("GET", "/") }
  end,
  ["bare-post"] = function()
    for i = 1, 1000 do
      requests[i] = post("/", item(i))
    end
  end,
  ["read"] = function(ids)
    for id in io.lines(ids) do
      requests[#requests + 1] = wrk.format("GET", "/api/collections/items/records/" .. id)
    end
  end,
  ["paths"] = function(paths)
    for path in io.lines(paths) do
      requests[#requests + 1] = wrk.format("GET", path)
    end
  end,
  ["call"] = function(name)
    for i = 1, 1000 do
      requests[i] = post("/api/functions/" .. name, string.format('{"x":%d,"y":2}', i))
    end
  end,
  ["list"] = function()
    requests = { wrk.format("GET", "/api/collections/items/records?limit=30") }
  end,
  ["create"] = function()
    for i = 1, 1000 do
      requests[i] = post("/api/collections/created/records", '{"data":' .. item(i) .. "}")
    end
  end,
  ["create-hooked"] = function()
    for i = 1, 1000 do
      requests[i] = post("/api/collections/hooked/records", '{"data":' .. item(i) .. "}")
    end
  end,
}

function init(args)
  if args[2] then
    wrk.headers["Authorization"] = "Bearer " .. args[2]
  end
  prepare[args[1]](args[3])
  math.randomseed(os.time())
end

-- Every kind of load takes this way, so that the generator costs the same for each.
function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %d %d %d\n",
    summary.requests / summary.duration * 1e6,
    latency:percentile(50),
    latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
