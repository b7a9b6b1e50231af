#!/usr/bin/env bash
# Makes documents/ anew with programs that have nothing to do with ours: pandoc, WeasyPrint, pdfTeX, groff and Chromium (packages of Debian
# 12: pandoc weasyprint texlive-latex-base texlive-latex-recommended groff ghostscript chromium). Versions of these change the bytes, so
# what is measured is what is committed; this says how it came about.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf documents && mkdir documents

moby=../../assets/samples/moby-dick.txt
licence=/usr/share/common-licenses/Apache-2.0
cp "$moby" known/moby-dick.txt
cp "$licence" known/apache-2.0.txt

# The novel as Markdown and as TeX: a line is a paragraph, a line that says CHAPTER a heading.
sed -E 's/^(CHAPTER .*)/# \1/' "$moby" | sed 'G' > "$work/moby.md"
{
  echo '\documentclass[twocolumn]{article}\usepackage[utf8]{inputenc}\usepackage[margin=2.5cm]{geometry}\pagestyle{headings}\setcounter{secnumdepth}{0}'
  echo '\DeclareUnicodeCharacter{2014}{---}\begin{document}'
  sed -E 's/([&%$#_])/\\\1/g; s/"/\\char34{}/g; s/^(CHAPTER .*)/\\section{\1}/; G' "$moby"
  echo '\end{document}'
} > "$work/moby.tex"

from=markdown-smart-auto_identifiers
pandoc=(pandoc --standalone --from "$from")
book="$work/moby.md"
"${pandoc[@]}" --metadata title=Moby-Dick "$book" -o documents/moby-dick.epub --split-level=1 2>/dev/null ||
  "${pandoc[@]}" --metadata title=Moby-Dick "$book" -o documents/moby-dick.epub --epub-chapter-level=1
"${pandoc[@]}" "$book" -o documents/moby-dick.docx
"${pandoc[@]}" --metadata pagetitle=Moby-Dick --metadata lang=en "$book" -o documents/moby-dick.html
"${pandoc[@]}" --metadata pagetitle=Handbook --metadata lang=en sources/handbook.md -o documents/handbook.html
"${pandoc[@]}" --metadata title=Handbook sources/handbook.md -o documents/handbook.epub
"${pandoc[@]}" sources/handbook.md -o documents/handbook.docx

# PDFs: two columns with hyphenation and running heads by TeX and by WeasyPrint, one column by Chromium and groff.
(cd "$work" && pdflatex -interaction=batchmode moby.tex > moby.out && pdflatex -interaction=batchmode moby.tex > moby.out)
cp "$work/moby.pdf" documents/moby-dick-tex-columns.pdf
cat > "$work/columns.css" <<'CSS'
body { columns: 2; column-gap: 14pt; hyphens: auto; text-align: justify; font: 10pt 'DejaVu Serif'; max-width: none; padding: 0; margin: 0 }
@page { size: A4; margin: 2.2cm; @top-center { content: 'Moby-Dick; or, The Whale' } @bottom-center { content: counter(page) } }
h1 { font-size: 14pt; column-span: all }
CSS
cat > "$work/page.css" <<'CSS'
body { font: 11pt 'DejaVu Sans'; hyphens: auto; text-align: justify; max-width: none; padding: 0 }
@page { size: A5; margin: 2cm; @top-left { content: 'Handbook' } @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }
CSS
weasyprint -q -s "$work/columns.css" documents/moby-dick.html documents/moby-dick-columns.pdf
weasyprint -q -s "$work/page.css" documents/handbook.html documents/handbook.pdf
# From a server, because the browser prints the address on every page.
python3 -m http.server 8017 --bind 127.0.0.1 --directory documents > "$work/server.log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
sleep 1
chromium --headless --no-sandbox --disable-gpu --print-to-pdf=documents/moby-dick-chromium.pdf http://127.0.0.1:8017/moby-dick.html 2>/dev/null
{
  echo '.nr PS 11'; echo '.nr VS 13'; echo '.ds CH Apache License'; echo '.LP'
  # A paragraph is what stands between two empty lines; its lines are filled and hyphenated anew.
  sed -E 's/\\/\\e/g; s/^ +//; s/^\./\\\&./; s/^$/.LP/' "$licence"
} > "$work/licence.ms"
groff -Kutf8 -ms -Tpdf "$work/licence.ms" > documents/apache-2.0-groff.pdf

# Text as it is, in encodings that name nothing, and Markdown.
iconv -f utf-8 -t windows-1252 known/moby-dick.txt > documents/moby-dick-windows-1252.txt
iconv -f utf-8 -t utf-16le known/handbook.txt > documents/handbook-utf-16.txt
cp sources/handbook.md documents/handbook.md
cp sources/handbook.md known/handbook.md
ls -l documents
