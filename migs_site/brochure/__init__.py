"""The site's first content: what the printed brochure states, in English (content.yaml) and French (fr.po)."""
