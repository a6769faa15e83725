-- Addresses after `--` are asked for in turn; without any, the one of the command line.
function init(args)
  if #args == 0 then return end
  local asked = {}
  for number, path in ipairs(args) do
    asked[number] = wrk.format(nil, path)
  end
  local turn = 0
  function request()
    turn = turn % #asked + 1
    return asked[turn]
  end
end

-- wrk calls `done` at the end of a run: one line that load.py reads. Latencies are microseconds.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "REPORT %d %d %d %d %d\n",
    summary.requests,
    summary.duration,
    latency:percentile(50),
    latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
