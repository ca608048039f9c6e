document.title = "Full, ready";
