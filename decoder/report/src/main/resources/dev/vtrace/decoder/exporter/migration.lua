
do
local proto = Proto("migration", "QEMU migration stream")

-- The header that vtrace puts before each record, and the directory of its fields.
local FIXED = 24
local MOST_ITEMS = 60000
local DEEPEST = 48
local MOST_ELEMENTS = 256
local NONE, UNSIGNED, SIGNED, LITTLE, TRUTH, NOTE, BYTES, UNSIGNEDS, SIGNEDS, TRUTHS, DESCRIPTOR,
  TOLD = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
local START, PART, END_PART, FULL, VMDESCRIPTION, COMMAND = 1, 2, 3, 4, 6, 8
local HEADER_OF_STREAM = 240

local fields = {
  kind = ProtoField.uint8("migration.kind", "Record", base.DEC, KINDS),
  stream = ProtoField.string("migration.stream", "Stream"),
  offset = ProtoField.uint64("migration.offset", "Offset", base.DEC),
  length = ProtoField.uint64("migration.length", "Length", base.DEC),
  packaged = ProtoField.bool("migration.packaged", "In a package"),
  timed = ProtoField.bool("migration.time_known", "Time known"),
  magic = ProtoField.uint32("migration.magic", "Magic", base.HEX),
  format = ProtoField.uint32("migration.stream_version", "Version of the stream", base.DEC),
  id = ProtoField.uint32("migration.section.id", "Section id", base.DEC),
  name = ProtoField.string("migration.section", "Section"),
  instance = ProtoField.uint32("migration.section.instance", "Instance", base.DEC),
  version = ProtoField.uint32("migration.section.version", "Version", base.DEC),
  footer = ProtoField.bool("migration.footer", "Footer"),
  footer_id = ProtoField.uint32("migration.footer.id", "Footer's section id", base.DEC),
  command = ProtoField.uint16("migration.command", "Command", base.DEC, COMMANDS),
  command_length = ProtoField.uint16("migration.command.length", "Length of the command", base.DEC),
  described = ProtoField.string("migration.description", "Description"),
  struct = ProtoField.string("migration.struct", "Structure"),
  field = ProtoField.string("migration.field", "Field"),
  value = ProtoField.string("migration.value", "Value"),
  number = ProtoField.uint64("migration.number", "Number", base.DEC),
  bits = ProtoField.string("migration.bits", "Bits"),
  type = ProtoField.string("migration.type", "Type"),
  fd = ProtoField.uint32("migration.fd", "Descriptor", base.DEC),
  fd_kind = ProtoField.string("migration.fd.kind", "Descriptor is"),
  fd_count = ProtoField.uint32("migration.fd.count", "Descriptors", base.DEC),
  verdict = ProtoField.string("migration.verdict", "Verdict"),
  verdict_why = ProtoField.string("migration.verdict.why", "Why"),
  verdict_window = ProtoField.string("migration.verdict.window", "Window"),
  finding = ProtoField.string("migration.finding", "Finding"),
}
local expert_cut = ProtoExpert.new("migration.expert.cut", "The packet ends early",
  expert.group.MALFORMED, expert.severity.WARN)
local expert_partly = ProtoExpert.new("migration.expert.partly", "Not all fields are shown",
  expert.group.UNDECODED, expert.severity.NOTE)
local expert_footer = ProtoExpert.new("migration.expert.footer",
  "The footer is missing or has another id", expert.group.PROTOCOL, expert.severity.WARN)
local expert_unknown = ProtoExpert.new("migration.expert.unknown", "Bytes of unknown meaning",
  expert.group.UNDECODED, expert.severity.NOTE)
local expert_error = ProtoExpert.new("migration.expert.error", "vtrace: error",
  expert.group.SEQUENCE, expert.severity.ERROR)
local expert_warning = ProtoExpert.new("migration.expert.warning", "vtrace: warning",
  expert.group.SEQUENCE, expert.severity.WARN)
local expert_info = ProtoExpert.new("migration.expert.info", "vtrace: note",
  expert.group.SEQUENCE, expert.severity.NOTE)
local by_severity = { error = expert_error, warning = expert_warning, info = expert_info }

local registered = {}
for _, field in pairs(fields) do
  registered[#registered + 1] = field
end
local of_backend = {}
for _, row in ipairs(BACKEND_FIELDS) do
  local struct, name, filter, bytes = row[1], row[2], row[3], row[4]
  local make = bytes > 4 and ProtoField.uint64 or ProtoField.uint32
  local label = filter:gsub("^migration%.", ""):gsub("_", " ")
  local field = make(filter, label, row[5] and base.HEX_DEC or base.DEC)
  of_backend[struct .. "/" .. name] = { field = field, wide = bytes > 4 }
  registered[#registered + 1] = field
end
proto.fields = registered
proto.experts = { expert_cut, expert_partly, expert_footer, expert_unknown, expert_error,
  expert_warning, expert_info }

-- Values ------------------------------------------------------------------------------------

local function whole_number(range, width)
  if width <= 4 then
    return UInt64.new(range:uint(), 0)
  end
  return range:uint64()
end

local function signed_text(range, width)
  if width <= 4 then
    return tostring(range:int())
  end
  return tostring(range:int64())
end

local function list_text(tvb, entry)
  local parts = {}
  local count = math.floor(entry.length / entry.width)
  local there = math.floor(math.max(0, tvb:len() - entry.offset) / entry.width)
  local shown = math.min(count, there, MOST_ELEMENTS)
  for at = 0, shown - 1 do
    local range = tvb(entry.offset + at * entry.width, entry.width)
    if entry.form == TRUTHS then
      parts[#parts + 1] = range:uint() ~= 0 and "true" or "false"
    elseif entry.form == SIGNEDS then
      parts[#parts + 1] = signed_text(range, entry.width)
    else
      parts[#parts + 1] = tostring(whole_number(range, entry.width))
    end
  end
  if shown == 0 and count > 0 then
    return nil
  end
  if count > shown then
    parts[#parts + 1] = "..."
  end
  return table.concat(parts, ",")
end

-- What an entry says, and the number where it is one; nil if the packet does not have it.
local function value_of(tvb, entry)
  local form, width = entry.form, entry.width
  if form == NOTE then
    return entry.note, nil
  end
  if form == TOLD then
    local digits, rest = entry.note:match("^(%-?%d+) ?(.*)$")
    entry.note = rest or ""
    return digits, nil
  end
  if form == BYTES then
    local there = math.min(entry.length, tvb:len() - entry.offset, MOST_ELEMENTS)
    if there < 0 or there == 0 and entry.length > 0 then
      return nil, nil
    end
    local text = there > 0 and tostring(tvb(entry.offset, there):bytes()):lower() or ""
    return there < entry.length and text .. "..." or text, nil
  end
  if form == DESCRIPTOR then
    return entry.note, nil
  end
  if width < 1 or width > 8 then
    return nil, nil
  end
  if form >= UNSIGNEDS then
    if width > 4 and form == TRUTHS then
      return nil, nil
    end
    return list_text(tvb, entry), nil
  end
  if entry.offset + width > tvb:len() then
    return nil, nil
  end
  local range = tvb(entry.offset, width)
  if form == TRUTH then
    local truth = range:bytes():get_index(width - 1)
    return truth ~= 0 and "true" or "false", UInt64.new(truth, 0)
  elseif form == SIGNED then
    return signed_text(range, width), nil
  elseif form == LITTLE then
    local number = width <= 4 and UInt64.new(range:le_uint(), 0) or range:le_uint64()
    return tostring(number), number
  end
  local number = whole_number(range, width)
  return tostring(number), number
end

-- The directory -----------------------------------------------------------------------------

local function text_at(directory, at)
  if at + 2 > directory:len() then
    return nil, at
  end
  local length = directory(at, 2):uint()
  if at + 2 + length > directory:len() then
    return nil, at
  end
  local text = length > 0 and directory(at + 2, length):string(ENC_UTF_8) or ""
  return text, at + 2 + length
end

-- The entry at a place of the directory, and where the next one begins; nil if there is none.
local function entry_at(directory, at)
  if at + 21 > directory:len() then
    return nil, at
  end
  local entry = {
    form = directory(at, 1):uint(), width = directory(at + 1, 1):uint(),
    status = directory(at + 2, 1):uint(), count = directory(at + 3, 2):uint(),
    stride = directory(at + 5, 4):uint(), index = directory(at + 9, 4):int(),
    offset = directory(at + 13, 4):uint(), length = directory(at + 17, 4):uint(),
  }
  at = at + 21
  for _, key in ipairs({ "name", "type", "note" }) do
    entry[key], at = text_at(directory, at)
    if entry[key] == nil then
      return nil, at
    end
  end
  if entry.form > TOLD or at >= directory:len() then
    return nil, at
  end
  entry.parts = directory(at, 1):uint() == 1
  return entry, at + 1
end

local function label_of(entry, index)
  return index < 0 and entry.name or entry.name .. "[" .. index .. "]"
end

local function path_of(parent, label)
  if parent == "" or label:sub(1, 1) == "[" then
    return parent .. label
  end
  return parent .. "/" .. label
end

local add_entries

local function add_field(state, tree, entry, path, label, struct)
  local tvb = state.tvb
  local text, number = value_of(tvb, entry)
  local there = math.max(0, math.min(entry.length, tvb:len() - entry.offset))
  local item
  if there > 0 then
    item = tree:add(fields.field, tvb(entry.offset, there), path)
  else
    item = tree:add(fields.field, path)
  end
  local shown = text or ""
  if entry.form == DESCRIPTOR then
    item:add(fields.fd, state.descriptors):set_generated()
    item:add(fields.fd_kind, entry.note):set_generated()
    shown = "descriptor " .. state.descriptors .. " (" .. entry.note .. ")"
    number = UInt64.new(state.descriptors, 0)
    state.descriptors = state.descriptors + 1
  elseif text == nil then
    item:add_proto_expert_info(expert_cut)
  elseif entry.note ~= "" and entry.form ~= NOTE then
    item:add(fields.bits, entry.note):set_generated()
    shown = shown .. " (" .. entry.note .. ")"
  end
  item:set_text(label .. ": " .. shown)
  local value = item:add(fields.value, text or "")
  value:set_hidden()
  if entry.type ~= "" then
    item:add(fields.type, entry.type):set_hidden()
  end
  if number ~= nil then
    if entry.form ~= DESCRIPTOR then
      item:add(fields.number, number):set_hidden()
    end
    local known = of_backend[struct .. "/" .. entry.name]
    if known ~= nil then
      item:add(known.field, known.wide and number or number:tonumber()):set_generated()
    end
  end
  if entry.status == 1 then
    item:add_proto_expert_info(expert_unknown)
  elseif entry.status == 2 then
    item:add_proto_expert_info(expert_cut)
  end
  return item
end

-- One element of an entry with its parts; returns where the entry after it begins.
local function add_element(state, tree, entry, at, which, parent, struct, depth)
  local index = entry.index < 0 and -1 or entry.index + which
  local shift = state.shift + which * entry.stride
  local placed = { form = entry.form, width = entry.width, status = entry.status,
    offset = entry.offset + shift, length = entry.length, name = entry.name, type = entry.type,
    note = entry.note }
  local label = label_of(entry, index)
  local path = path_of(parent, label)
  state.items = state.items + 1
  local below = nil
  if entry.form ~= NONE or not entry.parts then
    below = add_field(state, tree, placed, path, label, struct)
  end
  if not entry.parts then
    return at
  end
  if entry.form == NONE then
    local there = math.max(0, math.min(placed.length, state.tvb:len() - placed.offset))
    if there > 0 then
      below = tree:add(fields.struct, state.tvb(placed.offset, there), path)
    else
      below = tree:add(fields.struct, path)
    end
    below:set_text(label)
  end
  local before = state.shift
  state.shift = shift
  at = add_entries(state, below, at, path, entry.type, depth + 1)
  state.shift = before
  return at
end

add_entries = function(state, tree, at, parent, struct, depth)
  while at < state.directory:len() do
    if state.directory(at, 1):uint() == 255 then
      return at + 1
    end
    local entry, after = entry_at(state.directory, at)
    if entry == nil or depth > DEEPEST or state.items > MOST_ITEMS then
      state.partly = true
      return state.directory:len()
    end
    local next_entry = after
    for which = 0, math.max(1, entry.count) - 1 do
      next_entry = add_element(state, tree, entry, after, which, parent, struct, depth)
      if state.partly or state.items > MOST_ITEMS then
        state.partly = true
        return state.directory:len()
      end
    end
    at = next_entry
  end
  return at
end

-- Records -----------------------------------------------------------------------------------

local function add_section(tvb, tree, kind, told)
  if tvb:len() < 5 then
    tree:add_proto_expert_info(expert_cut)
    return
  end
  tree:add(fields.id, tvb(1, 4))
  if kind == PART or kind == END_PART then
    tree:add(fields.name, told):set_generated()
    return
  end
  local length = tvb:len() > 5 and tvb(5, 1):uint() or 0
  if tvb:len() < 6 + length + 8 then
    tree:add(fields.name, told):set_generated()
    tree:add_proto_expert_info(expert_cut)
    return
  end
  local name = length > 0 and tvb(6, length):string() or ""
  tree:add(fields.name, tvb(5, 1 + length), name)
  tree:add(fields.instance, tvb(6 + length, 4))
  tree:add(fields.version, tvb(10 + length, 4))
end

local function add_footer(tvb, tree, told, whole)
  if not told then
    tree:add(fields.footer, false):set_generated()
    return
  end
  local at = tvb:len() - 5
  if not whole or at < 5 then
    tree:add(fields.footer, true):set_generated()
    return
  end
  tree:add(fields.footer, tvb(at, 5), tvb(at, 1):uint() == 0x7e)
  tree:add(fields.footer_id, tvb(at + 1, 4))
  if tvb(at, 1):uint() ~= 0x7e or tvb(at + 1, 4):uint() ~= tvb(1, 4):uint() then
    tree:add_proto_expert_info(expert_footer)
  end
end

local function add_record(tvb, tree, kind, name, footer, whole, info)
  if kind >= START and kind <= FULL then
    add_section(tvb, tree, kind, name)
    add_footer(tvb, tree, footer, whole)
    info[#info + 1] = name
  elseif kind == COMMAND then
    if tvb:len() < 5 then
      tree:add_proto_expert_info(expert_cut)
      return
    end
    tree:add(fields.command, tvb(1, 2))
    tree:add(fields.command_length, tvb(3, 2))
    info[#info + 1] = COMMANDS[tvb(1, 2):uint()] or "of a number that is not in the table"
  elseif kind == HEADER_OF_STREAM and tvb:len() >= 8 then
    tree:add(fields.magic, tvb(0, 4))
    tree:add(fields.format, tvb(4, 4))
  elseif kind == VMDESCRIPTION and tvb:len() > 5 then
    tree:add(fields.described, tvb(5), tvb(5):string())
  elseif name ~= "" then
    tree:add(fields.name, name):set_generated()
    info[#info + 1] = name
  end
end

function proto.dissector(tvb, pinfo, tree)
  if tvb:len() < FIXED or tvb(0, 1):uint() ~= 1 then
    return 0
  end
  pinfo.cols.protocol = "migration"
  pinfo.cols.src = "source"
  pinfo.cols.dst = "destination"
  local top = tree:add(proto, tvb())
  local kind = tvb(1, 1):uint()
  local flags = tvb(2, 1):uint()
  local info = { KINDS[kind] or ("record " .. kind) }
  top:add(fields.kind, tvb(1, 1))
  top:add(fields.packaged, tvb(2, 1), math.floor(flags / 2) % 2 == 1)
  top:add(fields.timed, tvb(2, 1), math.floor(flags / 4) % 2 == 1)
  top:add(fields.offset, tvb(4, 8))
  top:add(fields.length, tvb(12, 8))
  local stream, at = text_at(tvb, FIXED)
  local name = nil
  if stream ~= nil then
    name, at = text_at(tvb, at)
  end
  if name == nil or at + 4 > tvb:len() or at + 4 + tvb(at, 4):uint() > tvb:len() then
    top:add_proto_expert_info(expert_cut)
    pinfo.cols.info = table.concat(info, " ")
    return tvb:len()
  end
  top:add(fields.stream, tvb(FIXED, 2 + #stream), stream)
  local size = tvb(at, 4):uint()
  local from = at + 4 + size
  local record = from < tvb:len() and tvb(from):tvb() or nil
  if record ~= nil then
    local whole = tvb(12, 8):uint64() == UInt64.new(record:len(), 0)
    add_record(record, top, kind, name, flags % 2 == 1, whole, info)
    if size > 0 then
      local state = { tvb = record, directory = tvb(at + 4, size):tvb(), shift = 0, items = 0,
        descriptors = tvb(20, 4):uint(), partly = false }
      local first = state.descriptors
      add_entries(state, top, 0, name, "", 0)
      if state.descriptors > first then
        top:add(fields.fd_count, state.descriptors - first):set_generated()
        info[#info + 1] = "(" .. (state.descriptors - first) .. " descriptors)"
      end
      if state.partly or math.floor(flags / 8) % 2 == 1 then
        top:add_proto_expert_info(expert_partly)
      end
    end
  elseif tvb(12, 8):uint64() ~= UInt64.new(0, 0) then
    top:add_proto_expert_info(expert_cut)
  end
  add_comments(top, info, fields, by_severity)
  pinfo.cols.info = table.concat(info, " ")
  top:append_text(": " .. table.concat(info, " "))
  return tvb:len()
end

DissectorTable.get("wtap_encap"):add(encapsulations.USER1, proto)
end
