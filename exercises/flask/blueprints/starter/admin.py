from flask import Blueprint, abort, current_app, request, url_for

bp = Blueprint("admin", __name__)

# the token before everything else, GET of "/books", POST of "/clear/<name>"
