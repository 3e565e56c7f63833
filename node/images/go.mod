module coracle.dev/images

go 1.26.0
