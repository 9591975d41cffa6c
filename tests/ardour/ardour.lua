-- Drives Ardour 7 without a screen, for ardour_test.sh: ardour7-lua ardour.lua. The environment says what:
--   SESSION    folder of the session
--   ACT        make: a new session with Tiento and a sink on a MIDI track, rolled once; play: the session is opened
--              and rolled once from its beginning; wander: it is opened, looped, located in and bypassed
--   SECONDS_TO_ROLL   of the song, from its beginning
local session_folder, seconds = os.getenv("SESSION"), tonumber(os.getenv("SECONDS_TO_ROLL"))
local RATE, UI = 48000, ARDOUR.TransportRequestSource.TRS_UI
local FIRST_CONTROL = 4 -- port of Tiento
local session

local function wait(ms)
  ARDOUR.LuaAPI.usleep(ms * 1000)
end

-- Until what it says is true, and at most so many seconds.
local function wait_until(what, limit, is_true)
  for _ = 1, limit * 200 do
    if is_true() then return end
    wait(5)
  end
  error("waited in vain until " .. what)
end

-- A control's place among the plugin's controls, by which Ardour's Lua names it.
local function place_of(plugin, name)
  local inner, place = plugin:to_insert():plugin(0), 0
  for port = 0, inner:parameter_count() - 1 do
    if inner:parameter_is_control(port) then
      if inner:parameter_label(port) == name then return place end
      place = place + 1
    end
  end
  error("no control " .. name)
end

local function set(plugin, name, value)
  assert(ARDOUR.LuaAPI.set_processor_param(plugin, place_of(plugin, name), value), "cannot set " .. name)
end

local function print_controls(plugin)
  local inner, place = plugin:to_insert():plugin(0), 0
  for port = 0, inner:parameter_count() - 1 do
    if inner:parameter_is_control(port) then
      if inner:parameter_is_input(port) then
        print("control", inner:parameter_label(port), (ARDOUR.LuaAPI.get_processor_param(plugin, place, true)))
      end
      place = place + 1
    end
  end
end

local function insert(track, uri, preset, place)
  local processor = ARDOUR.LuaAPI.new_plugin(session, uri, ARDOUR.PluginType.LV2, preset)
  assert(not processor:isnil(), "Ardour does not find " .. uri)
  assert(track:add_processor_by_index(processor, place, nil, true) == 0, "Ardour does not insert " .. uri)
  return processor
end

-- Steps of a control, at frames of the song.
local function automate(plugin, name, steps)
  local _, list = ARDOUR.LuaAPI.plugin_automation(plugin, place_of(plugin, name))
  for _, step in ipairs(steps) do
    list:add(Temporal.timepos_t(step[1]), step[2], false, true)
  end
  local parameter = Evoral.Parameter(ARDOUR.AutomationType.PluginAutomation, 0, FIRST_CONTROL + place_of(plugin, name))
  plugin:to_automatable():automation_control(parameter, false):set_automation_state(ARDOUR.AutoState.Play)
end

local function stop()
  session:request_stop(false, false, UI)
  wait_until("the transport stops", 10, function() return session:transport_stopped() end)
  wait(200)
end

local function roll_once()
  session:goto_start(false)
  wait_until("the playhead is at the start", 10, function() return session:transport_sample() == 0 end)
  wait(300) -- the style is read, and the first notes composed
  session:request_roll(UI)
  wait_until("the song has rolled", 60, function() return session:transport_sample() > seconds * RATE end)
  stop()
end

-- Composes the song anew from its beginning on: a take, which only the plugin's own state keeps.
local function reroll(plugin)
  session:goto_start(false)
  wait(300)
  session:request_roll(UI)
  wait_until("the song rolls", 10, function() return session:transport_sample() > 1000 end)
  set(plugin, "Reroll", 1)
  wait(50)
  set(plugin, "Reroll", 0)
  stop()
end

local function make()
  session = create_session(session_folder, "session", RATE)
  assert(session, "Ardour makes no session")
  local one = ARDOUR.ChanCount(ARDOUR.DataType("midi"), 1)
  local track
  for t in session:new_midi_track(one, one, true, ARDOUR.PluginInfo(), nil, nil, 1, "generated",
      ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true, false):iter() do
    track = t
  end
  local plugin = insert(track, "urn:tiento:plugin", "Hymns, calm", 0)
  set(plugin, "Seed", 17)
  set(plugin, "Gate", 0.75)
  set(plugin, "Lowest Note", 40)
  automate(plugin, "Velocity", {{0, 1}, {4 * RATE, 1}, {4 * RATE + 100, 0.5}, {60 * RATE, 0.5}})
  -- 120 BPM, and 90 from bar 4 on. Ardour tells a tempo at the beginning of a block only. This frame is one
  -- in blocks of 256 that begin with the song, and in the export's, which are of 1024 and begin at -768.
  local map = Temporal.TempoMap.write_copy()
  map:set_tempo(Temporal.Tempo(120, 120, 4), Temporal.timepos_t(0))
  map:set_tempo(Temporal.Tempo(90, 90, 4), Temporal.timepos_t(6 * RATE))
  Temporal.TempoMap.update(map)
  map = nil
  reroll(plugin)
  insert(track, "urn:tiento:test:sink", "", 1)
  roll_once()
  print_controls(plugin)
  -- Lua makes plain ranges; ardour_test.sh makes what they are to be of them, by their order.
  session:locations():add_range(Temporal.timepos_t(0), Temporal.timepos_t(seconds * RATE))
  session:locations():add_range(Temporal.timepos_t(2 * RATE), Temporal.timepos_t(5 * RATE))
  session:save_state("", false, false, false, false, false)
end

local function open()
  session = load_session(session_folder, "session")
  assert(session, "Ardour does not open the session")
  return session:route_by_name("generated"):nth_plugin(0)
end

local function play()
  local plugin = open()
  roll_once()
  print_controls(plugin)
end

local function wander()
  local plugin = open()
  session:goto_start(false)
  wait(500)
  session:request_play_loop(true, false)
  session:request_roll(UI)
  wait(400) -- at twenty times the speed: eight seconds of the song
  session:request_play_loop(false, false)
  for _, bar_line in ipairs({96000, 416000, 192000, 544000, 0, 672000}) do
    session:request_locate(bar_line, false, ARDOUR.LocateTransportDisposition.MustRoll, UI)
    wait(120)
  end
  session:request_locate(0, false, ARDOUR.LocateTransportDisposition.MustRoll, UI)
  for _ = 1, 4 do
    set(plugin, "Enabled", 0)
    wait(70)
    set(plugin, "Enabled", 1)
    wait(110)
  end
  set(plugin, "Enabled", 0)
  wait(100)
  stop()
end

local engine = AudioEngine:set_backend("None (Dummy)", "", "")
engine:set_driver("20x Speed")
engine:set_buffer_size(256)
local acts = {make = make, play = play, wander = wander}
acts[os.getenv("ACT")]()
engine = nil
collectgarbage()
close_session()
print("done")
quit()
