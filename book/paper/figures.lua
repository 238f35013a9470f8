-- Pandoc's figures for Typst do not carry the alternative text that PDF/UA asks for.
local function typst(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), "typst")
end

function Figure(figure)
  local image
  figure:walk({ Image = function(found) image = found end })
  if not image or FORMAT ~= "typst" then return nil end
  local alt = pandoc.utils.stringify(image.caption):gsub('[\\"]', "\\%0")
  return pandoc.RawBlock("typst", string.format(
    '#figure(image("%s", alt: "%s"), caption: [%s])', image.src, alt, typst(figure.caption.long)))
end
