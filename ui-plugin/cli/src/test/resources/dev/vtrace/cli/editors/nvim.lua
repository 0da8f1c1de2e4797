-- SPDX-License-Identifier: Apache-2.0
-- Uses a running nvim as people do, on the log that it was started with. Arguments come in the environment:
-- VTRACE_LINE (of a stopped queue, from 1), VTRACE_WINDOW_OUT (of the end of a start), VTRACE_OUT.
local out = assert(io.open(os.getenv('VTRACE_OUT'), 'w'))
local function say(what, text)
  out:write('== ' .. what .. '\n' .. tostring(text) .. '\n')
  out:flush()
end

local messages = {}
vim.notify = function(text) table.insert(messages, text) end
vim.lsp.handlers['window/showMessage'] = function(_, result) table.insert(messages, result.message) end

local buffer = vim.api.nvim_get_current_buf()
local line = tonumber(os.getenv('VTRACE_LINE'))
local function await(condition) return vim.wait(60000, condition, 50) end
-- The settings of EDITORS.md have started the server.
say('attached', await(function() return next(vim.lsp.buf_get_clients(buffer)) ~= nil end))
local id = next(vim.lsp.buf_get_clients(buffer))

local function ask(method, params)
  local replies = vim.lsp.buf_request_sync(buffer, method, params, 60000) or {}
  local reply = replies[id] or {}
  return reply.result or ('error ' .. vim.inspect(reply.err))
end

local function place(row, column)
  vim.api.nvim_win_set_cursor(0, { row, column })
  return vim.lsp.util.make_position_params(0, 'utf-16')
end

say('symbols', vim.inspect(ask('textDocument/documentSymbol', { textDocument = { uri = vim.uri_from_bufnr(buffer) } })))
say('hover', vim.inspect(ask('textDocument/hover', place(line, 40))))
await(function() return #vim.diagnostic.get(buffer) > 0 end)
say('diagnostics', vim.inspect(vim.tbl_map(function(d) return d.code .. ' ' .. d.lnum + 1 end, vim.diagnostic.get(buffer))))

-- Keys of people: gd, then back.
local start = tonumber(os.getenv('VTRACE_WINDOW_OUT'))
place(start, 40)
vim.lsp.buf.definition()
await(function() return vim.api.nvim_win_get_cursor(0)[1] ~= start end)
say('definition', vim.api.nvim_win_get_cursor(0)[1])

local function act(title)
  place(line, 40)
  messages = {}
  vim.ui.select = function(items, options, done)
    for i, each in ipairs(items) do
      if string.find(options.format_item(each), title, 1, true) then
        return done(each, i)
      end
    end
    say('no action', title)
    done(nil)
  end
  vim.lsp.buf.code_action()
  local here = vim.api.nvim_buf_get_name(0)
  await(function() return #messages > 0 or vim.api.nvim_buf_get_name(0) ~= here end)
  say('action ' .. title, table.concat(messages, '\n') .. vim.api.nvim_buf_get_name(0))
  vim.api.nvim_set_current_buf(buffer)
end
act('Open in the timeline')
act('Show the operations of')
act('Show the evidence as text')
act('Explain VT3316')

vim.lsp.codelens.refresh()
await(function() return #vim.lsp.codelens.get(buffer) > 0 end)
say('lenses', vim.inspect(vim.tbl_map(function(l) return l.command.title end, vim.lsp.codelens.get(buffer))))
messages = {}
vim.ui.select = function(items, _, done) done(items[1], 1) end
vim.api.nvim_win_set_cursor(0, { 1, 0 })
vim.lsp.codelens.run()
await(function() return #messages > 0 end)
say('lens', table.concat(messages, '\n'))
say('references', #ask('textDocument/references', vim.tbl_extend('force', place(line, 40), { context = { includeDeclaration = true } })))
say('workspace symbols', #ask('workspace/symbol', { query = 'get_vring_base skipped' }))
say('end', 'yes')
out:close()
vim.cmd('qa!')
