"""How Django itself writes numbers, where it does so for us: as `roadmap.domain.document.local` writes them."""
