-- Pandoc's figures for Typst do not carry the alternative text that PDF/UA asks for.
local function typst(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), "typst")
end

function Figure(figure)
  local image
  figure:walk({ Image = function(found) image = found end })
  if not image or FORMAT ~= "typst" then return nil end
  local alt = pandoc.utils.stringify(image.caption):gsub('[\\"]', "\\%0")
  local set = string.format(
    'figure(image("%s", alt: "%s"), caption: [%s])', image.src, alt, typst(figure.caption.long))
  if figure.classes:includes("tall") then
    set = "place(auto, float: true, block(width: 100%, align(left, " .. set .. ")))"
  end
  return pandoc.RawBlock("typst", "#" .. set)
end

-- An amount of kroner has its sentence's full stop, which is wanted again after the link's page.
function Inlines(inlines)
  if FORMAT ~= "typst" then return nil end
  for at = #inlines, 1, -1 do
    local link, space, word = inlines[at], inlines[at + 1], inlines[at + 2]
    local ends = not space or word and word.text and word.text:match("^%u")
    if link.t == "Link" and ends and link.target:match("^#") and pandoc.utils.stringify(link):match("%.$") then
      inlines:insert(at + 1, pandoc.Str("."))
    end
  end
  return inlines
end

-- Two charts abreast; a word processor has them in a table of one row.
local function abreast(charts)
  if FORMAT ~= "typst" then
    local cells = { { charts[1] }, { charts[2] } }
    local sides = { pandoc.AlignDefault, pandoc.AlignDefault }
    return pandoc.utils.from_simple_table(pandoc.SimpleTable({}, sides, { 0.5, 0.5 }, {}, { cells }))
  end
  local text = "#grid(columns: (1fr, 1fr), column-gutter: 12pt,\n%s, %s)"
  local cells = charts:map(function(chart) return "[" .. chart.text .. "]" end)
  return pandoc.RawBlock("typst", text:format(cells[1], cells[2]))
end

-- A notice that opens a chapter stays with what follows it, so that no heading ends a page.
function Div(div)
  if div.classes:includes("abreast") then return abreast(div.content) end
  if FORMAT ~= "typst" or not div.classes:includes("synthetic") then return nil end
  local notice = pandoc.List({ pandoc.RawBlock("typst", "#block(sticky: true)[") })
  notice:extend(div.content)
  notice:insert(pandoc.RawBlock("typst", "]"))
  return notice
end
