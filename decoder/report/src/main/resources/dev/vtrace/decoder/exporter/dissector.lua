
-- How the file begins that vtrace records: one packet a message, with a header of the recorder.
local HEADER = 12
local RECORDER = 16
local EVENTS = {
  [0] = "message to the back-end", [1] = "message to the front-end", [2] = "opened",
  [3] = "closed", [4] = "not recorded", [5] = "front-end's socket",
  [6] = "process that spoke last", [7] = "bytes of no message",
}
local CHANNELS = { [0] = "main", [1] = "back-end's" }

local proto = Proto("vhost_user", "vhost-user")

-- Fields ------------------------------------------------------------------------------------

local recorder = {
  event = ProtoField.uint8("vhost_user.event", "What", base.DEC, EVENTS),
  channel = ProtoField.uint8("vhost_user.channel", "Channel", base.DEC, CHANNELS),
  sender = ProtoField.uint32("vhost_user.sender", "Process of the sender", base.DEC),
  connection = ProtoField.string("vhost_user.connection", "Connection"),
  fd_count = ProtoField.uint16("vhost_user.fd.count", "Descriptors", base.DEC),
  fd_kind = ProtoField.string("vhost_user.fd.kind", "Descriptor"),
  told = ProtoField.string("vhost_user.event.text", "Recorder"),
}
local header = {
  request = ProtoField.uint32("vhost_user.request", "Request", base.DEC),
  name = ProtoField.string("vhost_user.request_name", "Request name"),
  flags = ProtoField.uint32("vhost_user.flags", "Flags", base.HEX),
  version = ProtoField.uint32("vhost_user.flags.version", "Version", base.DEC),
  reply = ProtoField.bool("vhost_user.flags.reply", "Reply"),
  need_reply = ProtoField.bool("vhost_user.flags.need_reply", "Needs reply"),
  size = ProtoField.uint32("vhost_user.size", "Payload size", base.DEC),
  bytes = ProtoField.bytes("vhost_user.bytes", "Bytes"),
  withheld = ProtoField.string("vhost_user.withheld", "Withheld"),
  uuid = ProtoField.bytes("vhost_user.uuid", "UUID"),
  config = ProtoField.bytes("vhost_user.config.data", "Configuration data"),
  names = ProtoField.string("vhost_user.bits", "Bits"),
  reply_to = ProtoField.framenum("vhost_user.reply_to", "Reply to", base.NONE, frametype.REQUEST),
  reply_in = ProtoField.framenum("vhost_user.reply_in", "Reply in", base.NONE, frametype.RESPONSE),
  verdict = ProtoField.string("vhost_user.verdict", "Verdict"),
  verdict_why = ProtoField.string("vhost_user.verdict.why", "Why"),
  verdict_window = ProtoField.string("vhost_user.verdict.window", "Window"),
  finding = ProtoField.string("vhost_user.finding", "Finding"),
}
local expert_cut = ProtoExpert.new("vhost_user.expert.cut", "The packet ends early",
  expert.group.MALFORMED, expert.severity.WARN)
local expert_unknown = ProtoExpert.new("vhost_user.expert.unknown_request",
  "This request is not in the table", expert.group.UNDECODED, expert.severity.WARN)
local expert_stray = ProtoExpert.new("vhost_user.expert.stray_reply",
  "No request waits for this reply", expert.group.SEQUENCE, expert.severity.WARN)
local expert_flags = ProtoExpert.new("vhost_user.expert.flags", "Odd flags",
  expert.group.PROTOCOL, expert.severity.WARN)
local expert_rest = ProtoExpert.new("vhost_user.expert.odd_size",
  "The size does not fit the payload", expert.group.PROTOCOL, expert.severity.WARN)
local expert_error = ProtoExpert.new("vhost_user.expert.error", "vtrace: error",
  expert.group.SEQUENCE, expert.severity.ERROR)
local expert_warning = ProtoExpert.new("vhost_user.expert.warning", "vtrace: warning",
  expert.group.SEQUENCE, expert.severity.WARN)
local expert_info = ProtoExpert.new("vhost_user.expert.info", "vtrace: note",
  expert.group.SEQUENCE, expert.severity.NOTE)
local BY_SEVERITY = { error = expert_error, warning = expert_warning, info = expert_info }

local payload_fields = {}
local all = {}
for _, row in ipairs(FIELDS) do
  local abbreviation, bytes, shown, names = row[1], row[2], row[3], row[4]
  local make = bytes > 4 and ProtoField.uint64 or ProtoField.uint32
  local as = shown == "HEX" and base.HEX or base.DEC
  local label = abbreviation:gsub("^vhost_user%.", ""):gsub("_", " ")
  payload_fields[abbreviation] = make(abbreviation, label, as, bytes <= 4 and names or nil)
  all[#all + 1] = payload_fields[abbreviation]
end
for _, group in ipairs({ recorder, header }) do
  for _, field in pairs(group) do
    all[#all + 1] = field
  end
end
proto.fields = all
proto.experts = { expert_cut, expert_unknown, expert_stray, expert_flags, expert_rest,
  expert_error, expert_warning, expert_info }

local comment_of = Field.new("frame.comment")

-- What was said before a packet ---------------------------------------------------------------

local connections = {}
local remembered = {}

function proto.init()
  connections = {}
  remembered = {}
end

local function connection_state(name)
  local state = connections[name]
  if state == nil then
    state = { packed = false, reply_ack = false, log = false, postcopy = false,
      waiting = { [0] = {}, [1] = {} }, latest = {}, go = {} }
    connections[name] = state
  end
  return state
end

local function bit_of(word, bit)
  return word:rshift(bit):band(UInt64.new(1, 0)):tonumber() == 1
end

local function awaits(state, message, row)
  local ack = message.need_reply and state.reply_ack
  if row == nil then
    return ack
  end
  return ack or row.rule == "ALWAYS" or row.rule == "IF_LOG_SHMFD" and state.log
    or row.rule == "IF_POSTCOPY" and state.postcopy
end

local function answered(request, message)
  message.memo.reply_to = request.number
  request.memo.reply_in = message.number
  request.answered = true
end

-- Replies come in order; a request that a later one overtakes never gets its reply.
local function match(state, message)
  local waiting = state.waiting[message.channel]
  local found = nil
  for at = 1, #waiting do
    if waiting[at].request == message.request then
      found = at
      break
    end
  end
  if found ~= nil then
    local request = waiting[found]
    local rest = {}
    for at = found + 1, #waiting do
      rest[#rest + 1] = waiting[at]
    end
    state.waiting[message.channel] = rest
    answered(request, message)
    return true
  end
  local latest = state.latest[message.channel]
  if latest ~= nil and latest.request == message.request and not latest.reply
    and not latest.answered and latest.direction ~= message.direction then
    answered(latest, message)
    return true
  end
  return false
end

local function follow(state, message, row, tvb, first_pass)
  if not first_pass then
    return
  end
  local forth = message.direction == message.channel
  message.memo.packed = state.packed
  if message.reply then
    if forth then
      message.memo.stray = not state.go[message.request]
      state.go[message.request] = nil
    else
      message.memo.stray = not match(state, message)
      local addresses = row ~= nil and row.rule == "IF_POSTCOPY" and message.there ~= 8
      if addresses and not message.memo.stray then
        state.go[message.request] = true
      end
    end
  elseif not forth then
    message.memo.stray = true
  else
    if awaits(state, message, row) then
      local waiting = state.waiting[message.channel]
      waiting[#waiting + 1] = message
    end
    if row ~= nil and message.there >= 8 then
      local word = message.big and tvb(0, 8):uint64() or tvb(0, 8):le_uint64()
      if row.effect == "FEATURES_SET" then
        state.packed = bit_of(word, RING_PACKED)
      elseif row.effect == "PROTOCOL_SET" then
        state.reply_ack = bit_of(word, REPLY_ACK)
        state.log = bit_of(word, LOG_SHMFD)
      end
    end
    if row ~= nil and row.effect == "POSTCOPY_BEGIN" then
      state.postcopy = true
    elseif row ~= nil and row.effect == "POSTCOPY_END" then
      state.postcopy = false
    end
  end
  state.latest[message.channel] = message
end

-- Payloads ------------------------------------------------------------------------------------

local function layout(message, row, memo)
  if row == nil then
    return nil
  end
  local size = message.there
  local name = row.request
  if message.reply then
    name = row.reply
    if message.direction == message.channel then
      name = size == 0 and "NONE" or "ACK"
    elseif row.rule == "IF_POSTCOPY" and size ~= 8 then
      name = row.request
    elseif row.request == "LOG" then
      name = size == 0 and "NONE" or size == 16 and "LOG" or name
    elseif row.reply == "CONFIG" and size == 0 then
      name = "NONE"
    end
  end
  if name == "LOG" and size == 8 then
    name = "U64"
  end
  if name == "VRING_BASE" and memo.packed then
    name = "VRING_BASE_PACKED"
  end
  return name
end

local function number_at(tvb, offset, bytes, big)
  local range = tvb(offset, bytes)
  if bytes == 8 then
    return big and range:uint64() or range:le_uint64()
  end
  return big and range:uint() or range:le_uint()
end

local function part_of(whole, bytes, low, width)
  if bytes == 8 then
    if width == 64 then
      return whole
    end
    local high = width > 32 and 2 ^ (width - 32) - 1 or 0
    local mask = UInt64.new(width >= 32 and 0xffffffff or 2 ^ width - 1, high)
    return whole:rshift(low):band(mask)
  end
  return math.floor(whole / 2 ^ low) % 2 ^ width
end

local function names_of(value, table_of_names)
  local names = {}
  for bit = 0, 63 do
    if bit_of(value, bit) then
      names[#names + 1] = table_of_names[bit] or ("bit " .. bit)
    end
  end
  return table.concat(names, " ")
end

-- Adds the rows that lie within the payload; returns where the last of them ends.
local function add_rows(tvb, tree, rows, at, big, values)
  local last = at
  for _, row in ipairs(rows) do
    local offset, bytes, low, width, abbreviation, shown = row[1], row[2], row[3], row[4], row[5], row[6]
    if at + offset + bytes > tvb:len() then
      return last
    end
    local value = part_of(number_at(tvb, at + offset, bytes, big), bytes, low, width)
    local field = payload_fields[abbreviation]
    if FIELD_BYTES[abbreviation] > 4 then
      if type(value) == "number" then
        value = UInt64.new(value, 0)
      end
    elseif type(value) ~= "number" then
      value = value:tonumber()
    end
    local item = tree:add(field, tvb(at + offset, bytes), value)
    if BITS[shown] ~= nil and type(value) ~= "number" then
      item:add(header.names, tvb(at + offset, bytes), names_of(value, BITS[shown]))
    end
    if values[row[7]] == nil then
      values[row[7]] = value
    end
    last = math.max(last, at + offset + bytes)
  end
  return last
end

local function as_number(value)
  if value == nil then
    return 0
  end
  return type(value) == "number" and value or value:tonumber()
end

local function add_regions(tvb, tree, at, count, big)
  local left = tvb:len() - at
  local each = count > 0 and left / count or 0
  if each ~= REGION and each ~= REGION_XEN then
    return at
  end
  local rows = PAYLOADS[each == REGION and "MEM_REGION" or "MEM_REGION_XEN"].rows
  for _ = 1, count do
    add_rows(tvb, tree, rows, at, big, {})
    at = at + each
  end
  return at
end

local function add_payload(tvb, tree, name, big, values)
  local length = tvb:len()
  local kind = PAYLOADS[name]
  if kind == nil or name == "UNKNOWN" then
    if length > 0 then
      tree:add(header.bytes, tvb(0, length))
    end
    return
  end
  local at = add_rows(tvb, tree, kind.rows, 0, big, values)
  if name == "MEM_TABLE" and length > 8 then
    at = add_regions(tvb, tree, 8, as_number(values.nregions), big)
  elseif name == "MEM_REG" and length > 8 then
    at = add_regions(tvb, tree, 8, 1, big)
  elseif name == "CONFIG" and at == kind.size and length > at then
    local size = math.min(as_number(values.size), length - at)
    if size > 0 then
      tree:add(header.config, tvb(at, size))
      at = at + size
    end
  elseif name == "SHMEM_CONFIG" then
    local count = 0
    while at + 8 <= length and count < 256 do
      tree:add(payload_fields["vhost_user.shmem_config.sizes"], tvb(at, 8),
        number_at(tvb, at, 8, big))
      at = at + 8
      count = count + 1
    end
  elseif name == "CRYPTO" and length >= 16 then
    if length > 16 then
      tree:add(header.withheld, tvb(8, length - 16), "session parameters and keys")
    end
    tree:add(payload_fields["vhost_user.crypto.session_id"], tvb(length - 8, 8),
      number_at(tvb, length - 8, 8, big))
    at = length
  elseif name == "SHARED" and length > 0 then
    at = math.min(length, kind.size)
    tree:add(header.uuid, tvb(0, at))
  elseif name == "IOTLB" and length == 32 or name == "INFLIGHT" and length == 24 then
    at = length
  end
  if at < length then
    tree:add(header.bytes, tvb(at, length - at))
    tree:add_proto_expert_info(expert_rest)
  end
end

-- What vtrace says of a packet, in its comment -------------------------------------------------

local function add_comments(tree, info, fields, experts)
  local order, counts = {}, {}
  local function say(what)
    if counts[what] == nil then
      order[#order + 1] = what
      counts[what] = 0
    end
    counts[what] = counts[what] + 1
  end
  for _, comment in ipairs({ comment_of() }) do
    for line in (tostring(comment.value) .. "\n"):gmatch("([^\n]*)\n") do
      local verdict, why, window = line:match("^verdict ([%l-]+): (.*) %(window (.-)%)$")
      local severity, code = line:match("^(%l+) (VT%d%d%d%d): ")
      if verdict ~= nil then
        tree:add(fields.verdict, verdict):set_generated()
        tree:add(fields.verdict_why, why):set_generated()
        tree:add(fields.verdict_window, window):set_generated()
        say(verdict)
      elseif experts[severity] ~= nil then
        local item = tree:add(fields.finding, line)
        item:set_generated()
        item:add_proto_expert_info(experts[severity], line)
        say(code)
      end
    end
  end
  if #order > 0 then
    for at, what in ipairs(order) do
      if counts[what] > 1 then
        order[at] = counts[what] .. " " .. what
      end
    end
    info[#info + 1] = "[" .. table.concat(order, ", ") .. "]"
  end
end

local function add_message(tvb, pinfo, tree, head, info)
  local message = tvb
  if message:len() < HEADER then
    tree:add_proto_expert_info(expert_cut)
    return
  end
  local big = head.big
  local request = number_at(message, 0, 4, big)
  local flags = number_at(message, 4, 4, big)
  local size = number_at(message, 8, 4, big)
  local this = {
    number = pinfo.number, request = request, channel = head.channel, big = big,
    direction = head.event, reply = part_of(flags, 4, 2, 1) == 1,
    need_reply = part_of(flags, 4, 3, 1) == 1,
    there = math.min(size, message:len() - HEADER),
  }
  local row = (REQUESTS[head.channel] or {})[request]
  local name = row ~= nil and row.name or ("request " .. request)
  local first_pass = remembered[pinfo.number] == nil
  if first_pass then
    remembered[pinfo.number] = {}
  end
  this.memo = remembered[pinfo.number]
  local payload = nil
  if this.there > 0 then
    payload = message(HEADER, this.there):tvb()
  end
  follow(connection_state(head.connection), this, row, payload, first_pass)

  tree:add(header.request, message(0, 4), request):append_text(" (" .. name .. ")")
  tree:add(header.name, message(0, 4), name):set_generated()
  local flag_tree = tree:add(header.flags, message(4, 4), flags)
  flag_tree:add(header.version, message(4, 4), flags % 4)
  flag_tree:add(header.reply, message(4, 4), this.reply)
  flag_tree:add(header.need_reply, message(4, 4), this.need_reply)
  if flags % 4 ~= 1 or flags >= 16 then
    flag_tree:add_proto_expert_info(expert_flags)
  end
  tree:add(header.size, message(8, 4), size)
  if row == nil then
    tree:add_proto_expert_info(expert_unknown)
  end
  if this.there < size then
    tree:add_proto_expert_info(expert_cut)
  end
  local memo = this.memo
  if memo.reply_to ~= nil then
    tree:add(header.reply_to, memo.reply_to):set_generated()
  elseif memo.reply_in ~= nil then
    tree:add(header.reply_in, memo.reply_in):set_generated()
  end
  if memo.stray then
    tree:add_proto_expert_info(expert_stray)
  end
  local values = {}
  if payload ~= nil then
    local kind = layout(this, row, memo) or "UNKNOWN"
    local label = PAYLOADS[kind] ~= nil and PAYLOADS[kind].label or "unknown"
    local payload_tree = tree:add(proto, message(HEADER, this.there), "Payload: " .. label)
    add_payload(payload, payload_tree, kind, big, values)
  end
  info[#info + 1] = name
  if this.reply then
    info[#info + 1] = "reply"
  end
  if values.index ~= nil then
    info[#info + 1] = "q" .. as_number(values.index)
  end
end

-- The header of the recorder; false if the packet is too short for it.
local function add_recorder(tvb, tree, head)
  local at = RECORDER
  local function text(field)
    if at + 2 > tvb:len() then
      return nil
    end
    local length = tvb(at, 2):uint()
    if at + 2 + length > tvb:len() then
      return nil
    end
    local value = length > 0 and tvb(at + 2, length):string(ENC_UTF_8) or ""
    tree:add(field, tvb(at, 2 + length), value)
    at = at + 2 + length
    return value
  end
  tree:add(recorder.event, tvb(1, 1))
  tree:add(recorder.channel, tvb(2, 1))
  tree:add(recorder.sender, tvb(4, 4))
  head.connection = text(recorder.connection)
  if head.connection == nil or at + 2 > tvb:len() then
    return nil
  end
  local count = tvb(at, 2):uint()
  tree:add(recorder.fd_count, tvb(at, 2))
  at = at + 2
  for _ = 1, count do
    if text(recorder.fd_kind) == nil then
      return nil
    end
  end
  return at
end

function proto.dissector(tvb, pinfo, tree)
  if tvb:len() < RECORDER or tvb(0, 1):uint() ~= 1 or tvb(1, 1):uint() > 7 then
    return 0
  end
  pinfo.cols.protocol = "vhost-user"
  local head = { event = tvb(1, 1):uint(), channel = tvb(2, 1):uint(), big = tvb(3, 1):uint() == 1 }
  local top = tree:add(proto, tvb())
  local at = add_recorder(tvb, top, head)
  local info = {}
  if at == nil then
    top:add_proto_expert_info(expert_cut)
  elseif head.event <= 1 then
    pinfo.cols.src = head.event == 0 and "front-end" or "back-end"
    pinfo.cols.dst = head.event == 0 and "back-end" or "front-end"
    if at < tvb:len() and head.channel <= 1 then
      add_message(tvb(at):tvb(), pinfo, top, head, info)
    else
      top:add_proto_expert_info(expert_cut)
    end
  else
    local told = EVENTS[head.event]
    if at < tvb:len() then
      local why = tvb(at):string(ENC_UTF_8)
      top:add(recorder.told, tvb(at), why)
      told = told .. ": " .. why
    end
    info[#info + 1] = told
  end
  add_comments(top, info, header, BY_SEVERITY)
  pinfo.cols.info = table.concat(info, " ")
  top:append_text(": " .. table.concat(info, " "))
  return tvb:len()
end

local encapsulations = wtap or wtap_encaps
DissectorTable.get("wtap_encap"):add(encapsulations.USER0, proto)
