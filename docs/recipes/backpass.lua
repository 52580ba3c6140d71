-- Quarto and pandoc: a code block of class `backpass` becomes its figure. Attributes are options of the command, and values of inputs.
--
--     ```{.backpass at="x=3; y=-4" style="circuit" caption="A product"}
--     z = x*y
--     ```

local formats = { latex = "pdf", beamer = "pdf", pptx = "png", docx = "png", typst = "svg" }
local kept = { caption = true, at = true }

function CodeBlock(block)
  if not block.classes:includes("backpass") then return nil end
  local extension = formats[FORMAT] or "svg"
  local target = "backpass-figures/" .. pandoc.utils.sha1(block.text .. pandoc.write(pandoc.Pandoc({ block }), "native")) .. "." .. extension
  local arguments = { "render", "-", "-o", target }
  for value in (block.attributes.at or ""):gmatch("[^;]+") do
    table.insert(arguments, "--at")
    table.insert(arguments, (value:gsub("^%s+", "")))
  end
  for name, value in pairs(block.attributes) do
    if not kept[name] then
      table.insert(arguments, "--" .. name)
      table.insert(arguments, value)
    end
  end
  -- A mistake stops the build and is told with its place.
  pandoc.pipe("backpass", arguments, block.text)
  local words = block.attributes.caption
  if not words then return pandoc.Para({ pandoc.Image({}, target, "", { alt = block.text }) }) end
  local image = pandoc.Image(pandoc.Inlines(words), target, "", { alt = block.text })
  if pandoc.Figure then return pandoc.Figure({ pandoc.Plain({ image }) }, { pandoc.Plain(pandoc.Inlines(words)) }) end
  -- What pandoc 2 takes for a figure.
  image.title = "fig:"
  return pandoc.Para({ image })
end
