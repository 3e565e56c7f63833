module coracle.dev/dashboard

go 1.26.0
